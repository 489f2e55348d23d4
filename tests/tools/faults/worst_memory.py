#!/usr/bin/env python3
"""The worst files of any size: little that becomes much, or as much as is read, by kind.

Usage: worst_memory.py PROGRAM [KIND...]

In: kinds of shapes to try (`html`, `rtf notes`, ...), all where none is named. Out: what became of each, with seconds
of the processor and memory; status 1 where one took more than 600 MB, or met a fault of the program. The shapes are
as long as an input may be (240 MB), or as a part of a package may be (120 MB inflated).
"""
import base64,io,os,random,resource,struct,sys,tempfile,zipfile,zlib
P=os.path.abspath(sys.argv[1]); only=sys.argv[2:]
M=1<<20
W='xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
T='http://schemas.openxmlformats.org/officeDocument/2006/relationships'
N=240*M; PAGE=31*M; PART=63*M
def fill(piece,n=N): return piece*(n//len(piece))
def html(piece,head=b'<html><body>',n=PAGE): return lambda:('x.html',head+fill(piece,n))
def rtf(piece,head=b'{\\rtf1 ',tail=b'}',n=N): return lambda:('x.rtf',head+fill(piece,n)+tail)
def zipped(parts):
    b=io.BytesIO(); z=zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED,compresslevel=1)
    for k,v in parts: z.writestr(k,v)
    z.close(); return b.getvalue()
def docx(body,parts=(),media=()):
    over=''.join(f'<Override PartName="/word/{k}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{k}+xml"/>' for k,_ in parts)
    R='http://schemas.openxmlformats.org/package/2006/relationships'
    p=[('[Content_Types].xml',f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="bmp" ContentType="image/bmp"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{over}</Types>'),
    ('_rels/.rels',f'<Relationships xmlns="{R}"><Relationship Id="r" Type="{T}/officeDocument" Target="word/document.xml"/></Relationships>'),
    ('word/_rels/document.xml.rels',f'<Relationships xmlns="{R}">'+''.join(f'<Relationship Id="{k}" Type="{T}/{k}" Target="{k}.xml"/>' for k,_ in parts)+''.join(f'<Relationship Id="{i}" Type="{T}/image" Target="media/{i}.{e}"/>' for i,e,_ in media)+'</Relationships>'),
    ('word/document.xml',f'<w:document {W}><w:body>'.encode()+body+b'</w:body></w:document>')]
    for k,v in parts: p.append((f'word/{k}.xml',v))
    for i,e,v in media: p.append((f'word/media/{i}.{e}',v))
    return zipped(p)
rnd=random.Random(1)
def noisy(fmt,n):
    # Varied, so that it packs no better than real parts do.
    out=[]; size=0
    block=''.join(fmt % (rnd.randrange(10**6),) for _ in range(20000)).encode()
    while size<n: out.append(block); size+=len(block)
    return b''.join(out)
def part(root,piece,n): return f'<w:{root} {W}>'.encode()+noisy(piece,n)+f'</w:{root}>'.encode()
B=120*M
wp='<w:p><w:r><w:t>%d</w:t></w:r></w:p>'
def pic(i): return f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="914400" cy="914400"/><wp:docPr id="{i}" name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p{i}"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'.encode()
def png(w,h,ct=2,noise=True):
    ch={0:1,2:3,6:4}[ct]; row=w*ch
    def c(t,d): return struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d))
    co=zlib.compressobj(1); r=os.urandom(row); d=b''.join(co.compress(b'\0'+r) for _ in range(h))+co.flush()
    return b'\x89PNG\r\n\x1a\n'+c(b'IHDR',struct.pack('>IIBBBBB',w,h,8,ct,0,0,0))+c(b'IDAT',d)+c(b'IEND',b'')
def bmp(w,h): 
    row=(w*3+3)&~3; d=os.urandom(row)*h
    return b'BM'+struct.pack('<IHHI',54+len(d),0,0,54)+struct.pack('<IiiHHIIiiII',40,w,h,1,24,0,len(d),0,0,0,0)+d
ODT='xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
def odt(body,styles=b'',auto=b''):
    return zipped([('mimetype','application/vnd.oasis.opendocument.text'),('content.xml',f'<office:document-content {ODT}><office:automatic-styles>'.encode()+auto+b'</office:automatic-styles><office:body><office:text>'+body+b'</office:text></office:body></office:document-content>'),
     ('styles.xml',f'<office:document-styles {ODT}><office:styles>'.encode()+styles+b'</office:styles></office:document-styles>'),('META-INF/manifest.xml','<manifest/>')])
def fodt(body): return f'<?xml version="1.0"?><office:document {ODT} office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'.encode()+body+b'</office:text></office:body></office:document>'
def wordxml(body,head=b''): return b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'+head+b'<w:body>'+body+b'</w:body></w:wordDocument>'
def flat(body,media=b''):
    return (b'<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/_rels/.rels" pkg:contentType="application/vnd.openxmlformats-package.relationships+xml"><pkg:xmlData><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml" pkg:contentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"><pkg:xmlData>'
     +f'<w:document {W}><w:body>'.encode()+body+b'</w:body></w:document></pkg:xmlData></pkg:part>'+media+b'</pkg:package>')
def mht(headers,body): return b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n'+headers+b'\n\n'+body+b'\n--b--\n'
AKN=b'<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="x"><meta/><mainBody>'
C={
 'html too long':html(b'<p>words</p>',n=N),'html p':html(b'<p>words</p>'),'html p short':html(b'<p>a'),'html b':html(b'<b>x</b>'),'html i open':html(b'<i>x'),'html div':html(b'<div><div><div>x</div></div></div>'),
 'html attrs':html(b'<p a=1 b=2 c=3 d=4 e=5 style="color:red;margin:0">x</p>'),'html comments':html(b'<!-- x -->a'),'html cells':html(b'<td>a',b'<html><body><table><tr>'),
 'html rows':html(b'<tr><td>a</td></tr>',b'<html><body><table>'),'html nested tables':html(b'<table><tr><td>'*50+b'a'+b'</td></tr></table>'*50),'html style':html(b'.a{color:red}\n',b'<html><style>'),
 'html br':html(b'a<br>'),'html entities':html(b'&amp;&#20013;&eacute;'),'html data':lambda:('x.html',b'<html><body><p>x<img src="data:image/png;base64,'+fill(b'QUJDREVGR0hJSktM',PAGE)+b'"></p>'),
 'html del':html(b'<del>a</del><ins>b</ins>'),'html text':html('中文字'.encode(),b'<html><meta charset=utf-8><body><p>'),'html gbk':html('中文字<p>'.encode('gb18030'),b'<html><meta charset=gb18030><body><p>'),
 'html utf16':lambda:('x.html',b'\xff\xfe'+'<html><body>'.encode('utf-16-le')+fill('<p>中a'.encode('utf-16-le'),PAGE)),'html list':html(b'<li>a',b'<html><body><ol>'),'html script':html(b'var a;',b'<html><body>a<script>'),
 'html open tags':html(b'<span lang=fr><font face=x>a'),'html unclosed attr':html(b'a ',b'<html><body><p title="'),
 'mht qp':lambda:('x.mht',mht(b'Content-Transfer-Encoding: quoted-printable',b'<html><body>'+fill(b'<p>w=C3=A9\n'))),
 'mht base64':lambda:('x.mht',mht(b'Content-Transfer-Encoding: base64',base64.encodebytes(b'<html><body>'+fill(b'<p>words',170*M)))),
 'mht 8bit':lambda:('x.mht',mht(b'Content-Transfer-Encoding: 8bit',b'<html><body>'+fill(b'<p>words\n'))),
 'mht parts':lambda:('x.mht',b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>a</p>\n'+fill(b'--b\nContent-Type: image/png\nContent-Location: a\n\nabc\n')+b'--b--\n'),
 'mht images':lambda:('x.mht',b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>a<img src="p"></p>\n--b\nContent-Type: image/bmp\nContent-Location: p\nContent-Transfer-Encoding: base64\n\n'+base64.encodebytes(bmp(6000,6000))+b'--b--\n'),
 'rtf par':rtf(b'\\par words '),'rtf par short':rtf(b'a\\par '),'rtf hex':rtf(b"\\'e9"),'rtf u':rtf(b'\\u20013?'),'rtf groups':rtf(b'{\\b a}'),'rtf toggles':rtf(b'\\b a\\b0 b'),
 'rtf pict':lambda:('x.rtf',b'{\\rtf1 a{\\pict\\pngblip '+fill(b'00ff')+b'}}'),'rtf picts':rtf(b'{\\pict\\pngblip 89504e470d0a1a0a0000000d49484452}a'),
 'rtf bin':lambda:('x.rtf',b'{\\rtf1 a{\\pict\\dibitmap\\bin%d '%(N)+b'\0'*N+b'}}'),
 'rtf notes':rtf(b'x{\\footnote n}'),'rtf comments':rtf(b'x{\\annotation n}'),'rtf bookmarks':rtf(b'{\\*\\bkmkstart a}a'),'rtf fonts':rtf(b'{\\f1 Arial;}',b'{\\rtf1{\\fonttbl',b'}a}'),'rtf styles':rtf(b'{\\s1 a;}',b'{\\rtf1{\\stylesheet',b'}a}'),
 'rtf rows':rtf(b'\\trowd\\cellx1000 a\\cell\\row '),'rtf nested':rtf(b'\\pard\\intbl\\itap3 a\\nestcell{\\*\\nesttableprops\\trowd\\cellx9\\nestrow}'),'rtf fields':rtf(b'{\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}'),'rtf marks':rtf(b'{\\revised\\revauth1 a}{\\deleted b}'),
 'rtf list':rtf(b'{\\listtext 1}\\ls1 a\\par '),'rtf ignored':rtf(b'{\\*\\unknown abc}'),'rtf shp':rtf(b'{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt t\\par}}}'),
 'docx paras':lambda:('x.docx',docx(noisy(wp,B))),'docx runs':lambda:('x.docx',docx(b'<w:p>'+noisy('<w:r><w:rPr><w:b/></w:rPr><w:t>%d</w:t></w:r><w:r><w:t>x</w:t></w:r>',B)+b'</w:p>')),
 'docx empty':lambda:('x.docx',docx(noisy('<w:p w:rsidR="%d"/>',B))),'docx cells':lambda:('x.docx',docx(b'<w:tbl><w:tr>'+noisy('<w:tc><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc>',B)+b'</w:tr></w:tbl>')),
 'docx bookmarks':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r>'+noisy('<w:bookmarkStart w:id="%d" w:name="b"/>',B)+b'</w:p>')),
 'docx marks':lambda:('x.docx',docx(b'<w:p>'+noisy('<w:ins w:id="%d" w:author="A"><w:r><w:t>a</w:t></w:r></w:ins><w:del w:author="B"><w:r><w:delText>b</w:delText></w:r></w:del>',B)+b'</w:p>')),
 'docx text':lambda:('x.docx',docx(b'<w:p>'+noisy('<w:r><w:t>'+'abcdefg %d'*1+'hijklmn'*20+'</w:t></w:r>',B)+b'</w:p>')),
 'docx styles':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',[('styles',part('styles','<w:style w:type="paragraph" w:styleId="s%d"><w:name w:val="n"/></w:style>',B))])),
 'docx notes':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',[('footnotes',part('footnotes','<w:footnote w:id="%d"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote>',B))])),
 'docx comments':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',[('comments',part('comments','<w:comment w:id="%d" w:author="a"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:comment>',B))])),
 'docx numbering':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',[('numbering',part('numbering','<w:abstractNum w:abstractNumId="%d"><w:lvl w:ilvl="0"><w:lvlText w:val="a"/></w:lvl></w:abstractNum>',B))])),
 'docx four parts':lambda:('x.docx',docx(noisy('<w:p w:rsidR="%d"/>',110*M)+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',[(k,part(k,f,110*M)) for k,f in (('styles','<w:x w:a="%d"/>'),('footnotes','<w:x w:a="%d"/>'),('comments','<w:x w:a="%d"/>'))])),
 'docx stored':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+pic(0),media=[('p0','bmp',bmp(6000,3400))])),
 'docx pngs':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+b''.join(pic(i) for i in range(4)),media=[(f'p{i}','png',png(3500,4500,6)) for i in range(4)])),
 'docx bmps':lambda:('x.docx',docx(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+b''.join(pic(i) for i in range(40)),media=[(f'p{i}','bmp',bmp(1200,1200)) for i in range(40)])),
 'docx some nested tables':lambda:('x.docx',docx((b'<w:tbl><w:tr><w:tc>'*90+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+b'<w:p/></w:tc></w:tr></w:tbl>'*90)*230)),'docx shallow tables':lambda:('x.docx',docx((b'<w:tbl><w:tr><w:tc>'*2+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+b'<w:p/></w:tc></w:tr></w:tbl>'*2)*15000)),
 'docx nested tables':lambda:('x.docx',docx((b'<w:tbl><w:tr><w:tc>'*90+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>'+b'<w:p/></w:tc></w:tr></w:tbl>'*90)*2000)),
 'docx formulas':lambda:('x.docx',docx(noisy('<w:p><m:oMath><m:f><m:num><m:r><m:t>%d</m:t></m:r></m:num><m:den><m:r><m:t>y</m:t></m:r></m:den></m:f></m:oMath></w:p>',B))),
 'docx fields':lambda:('x.docx',docx(b'<w:p>'+noisy('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%d</w:instrText></w:r>',B)+b'<w:r><w:t>a</w:t></w:r></w:p>')),
 'docx sdt':lambda:('x.docx',docx(noisy('<w:sdt><w:sdtPr><w:alias w:val="%d"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>',B))),
 'odt paras':lambda:('x.odt',odt(noisy('<text:p>%d</text:p>',B))),'odt spans':lambda:('x.odt',odt(b'<text:p>'+noisy('<text:span text:style-name="a">%d</text:span>b',B)+b'</text:p>')),
 'odt styles':lambda:('x.odt',odt(b'<text:p>a</text:p>',noisy('<style:style style:name="s%d" style:family="text"/>',B),noisy('<style:style style:name="t%d" style:family="text"/>',B))),
 'odt cells':lambda:('x.odt',odt(b'<table:table><table:table-row>'+noisy('<table:table-cell><text:p>%d</text:p></table:table-cell>',B)+b'</table:table-row></table:table>')),
 'odt notes':lambda:('x.odt',odt(b'<text:p>'+noisy('<text:note text:note-class="footnote"><text:note-citation>%d</text:note-citation><text:note-body><text:p>a</text:p></text:note-body></text:note>',B)+b'</text:p>')),
 'odt changes':lambda:('x.odt',odt(b'<text:tracked-changes>'+noisy('<text:changed-region text:id="c%d"><text:deletion><office:change-info><dc:creator>a</dc:creator></office:change-info><text:p>x</text:p></text:deletion></text:changed-region>',B)+b'</text:tracked-changes><text:p>a</text:p>')),
 'odt repeated':lambda:('x.odt',odt(b'<table:table>'+noisy('<table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="9"><text:p>%d</text:p></table:table-cell></table:table-row>',B//4)+b'</table:table>')),
 'fodt paras':lambda:('x.fodt',fodt(fill(b'<text:p>a b</text:p>',PART))),'fodt picture':lambda:('x.fodt',fodt(b'<text:p>a<draw:frame><draw:image><office:binary-data>'+fill(b'QUJDREVGR0hJSktM',PART)+b'</office:binary-data></draw:image></draw:frame></text:p>')),
 'fodt deep':lambda:('x.fodt',fodt(fill(b'<text:section>'*100+b'<text:p>a</text:p>'+b'</text:section>'*100,PART))),'fodt spaces':lambda:('x.fodt',fodt(fill(b'<text:p>a<text:s text:c="60"/></text:p>',PART))),
 'wordxml':lambda:('x.xml',wordxml(fill(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',PART))),'wordxml empty':lambda:('x.xml',wordxml(fill(b'<w:p/>',PART)+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>')),'wordxml bin':lambda:('x.xml',wordxml(b'<w:p><w:r><w:t>a</w:t><w:pict><w:binData w:name="wordml://1.png">'+fill(b'QUJDREVGR0hJSktM',PART)+b'</w:binData></w:pict></w:r></w:p>')),
 'wordxml styles':lambda:('x.xml',wordxml(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',b'<w:styles>'+fill(b'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="b"/></w:style>',PART)+b'</w:styles>')),
 'flat opc':lambda:('x.xml',flat(fill(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',PART))),'flat empty':lambda:('x.xml',flat(fill(b'<w:p/>',PART)+b'<w:p><w:r><w:t>a</w:t></w:r></w:p>')),
 'flat bin':lambda:('x.xml',flat(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',b'<pkg:part pkg:name="/word/media/a.png" pkg:contentType="image/png"><pkg:binaryData>'+fill(b'QUJDREVGR0hJSktM',PART)+b'</pkg:binaryData></pkg:part>')),
 'flat parts':lambda:('x.xml',flat(b'<w:p><w:r><w:t>a</w:t></w:r></w:p>',b''.join(b'<pkg:part pkg:name="/word/media/a%d.png" pkg:contentType="image/png"><pkg:binaryData>'%i+fill(b'QUJDREVGR0hJSktM',M)+b'</pkg:binaryData></pkg:part>' for i in range(230)))),
 'akn':lambda:('x.akn',AKN+fill(b'<p>words</p>',PART)+b'</mainBody></statement></akomaNtoso>'),'akn runs':lambda:('x.akn',AKN+b'<p>'+fill(b'<b>a</b>b',PART)+b'</p></mainBody></statement></akomaNtoso>'),'akn marks':lambda:('x.akn',AKN+b'<p>'+fill(b'<ins>a</ins><del>b</del>',PART)+b'</p></mainBody></statement></akomaNtoso>'),
 'txt lf':lambda:('x.txt',fill(b'a\n')),'txt lines':lambda:('x.txt',fill(b'some words of a line\n',60*M)),'txt zh':lambda:('x.txt',fill('第64号决议，2010年。\n'.encode(),60*M)),'txt shift':lambda:('x.txt',fill('決議あ\n'.encode('shift_jis'))),'txt utf32':lambda:('x.txt',fill('中a\n'.encode('utf-32-le'))),
}
bad=0
for n,f in C.items():
  if only and not any(n.startswith(o) for o in only): continue
  with tempfile.TemporaryDirectory() as t:
    name,d=f(); open(f'{t}/{name}','wb').write(d); size=len(d); del d
    pid=os.fork()
    if pid==0:
        o=os.open('/dev/null',os.O_WRONLY); os.dup2(o,1); e=os.open(f'{t}/err',os.O_WRONLY|os.O_CREAT); os.dup2(e,2); resource.setrlimit(resource.RLIMIT_CPU,(90,90)); 
        os.execv(P,[P,'convert',f'{t}/{name}','-o',f'{t}/o','--to','docx,pdf,json,akn,html','-q','--time-limit','120'])
    _,s,r=os.wait4(pid,0); s=os.waitstatus_to_exitcode(s); e=open(f'{t}/err',errors='replace').read(); mb=r.ru_maxrss>>10; cpu=r.ru_utime+r.ru_stime
    ok=s in(0,1) and mb<=600 and 'E-INTERNAL' not in e and 'E-CONSERV' not in e and 'panicked' not in e
    bad+=not ok
    print('ok ' if ok else 'BAD',n,f'{size>>20} MB status {s} {cpu:.2f} s {mb} MB',e.strip().replace('\n',' ').split('refused',1)[-1][:130] if s else '',flush=True)
print('faults:',bad)
sys.exit(1 if bad else 0)
