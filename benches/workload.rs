//! Texts to measure on: contributions of an invented administration, made by rule.
//!
//! In: a seed and a length in pages. Out: the same text every time. Shaped as real ones are: parts
//! with a cover note and a proposal each, some 700 different Han characters, ten
//! flattened revision marks a page (editions side by side, `，；`, entries that the
//! cover note quotes). No word of it is from a real document.
#![allow(clippy::indexing_slicing, reason = "tables of fixed size, indexed by remainders")]

use std::fmt::Write;

/// Characters of Chinese on a page of the official form.
const PAGE: usize = 745;
/// Clauses that one text draws from.
const OF_ONE: usize = 55;
/// Parts that a Han ordinal can count.
const MOST_PARTS: usize = 99;

/// A contribution of about so many pages of the official form.
pub(crate) fn submission(seed: u32, pages: usize) -> String {
    let parts = pages.div_ceil(5).clamp(1, MOST_PARTS);
    let wanted = pages * PAGE;
    let first = seed as usize * 7 % CLAUSES.len();
    let mut draft =
        Draft { text: String::new(), characters: 0, dice: Dice(u64::from(seed) + 1), first, next: 0 };
    for part in 0..parts {
        let end = wanted * (part + 1) / parts;
        draft.part(part + 1, 70 + seed, end);
    }
    draft.line("______________");
    draft.line("www.itu.int/plenipotentiary/");
    draft.text
}

/// One line of about so many bytes, with marks in it: what a file without line ends looks like.
pub(crate) fn one_line(bytes: usize) -> String {
    let mut line = String::with_capacity(bytes + 300);
    let mut dice = Dice(7);
    while line.len() < bytes {
        let _ = write!(line, "{}{}；", CLAUSES[dice.below(CLAUSES.len())], pair(&mut dice));
    }
    line
}

/// Numbers that look like chance and are the same every time (Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

struct Draft {
    text: String,
    characters: usize,
    dice: Dice,
    /// The first of the clauses that this text draws from, so that texts differ in their characters
    /// too: fonts must be cut for each anew.
    first: usize,
    /// The clause at hand; each comes up once before any comes twice.
    next: usize,
}

impl Draft {
    fn line(&mut self, line: impl AsRef<str>) {
        self.characters += line.as_ref().chars().count();
        self.text.push_str(line.as_ref());
        self.text.push_str("\r\n");
    }

    fn clause(&mut self) -> &'static str {
        self.next += 1;
        CLAUSES[(self.first + self.next * 37 % OF_ONE) % CLAUSES.len()]
    }

    /// A clause or two, in one case of eight with a reference whose two editions stand side by side.
    fn words(&mut self) -> String {
        let clause = self.clause();
        match self.dice.below(8) {
            0 => format!("{clause}，同时顾及{}", pair(&mut self.dice)),
            1..=4 => format!("{clause}，{}", self.clause()),
            _ => clause.to_owned(),
        }
    }

    fn part(&mut self, part: usize, document: u32, end: usize) {
        let number = 200 + part;
        let topic = TOPICS[(part + document as usize) % TOPICS.len()];
        let edition = "（2010年，瓜达拉哈拉，修订版）";
        self.line(format!("{}\t第{number}号决议{edition}的修订", han(part)));
        self.line(topic);
        self.line("1\t概要");
        let words = self.words();
        self.line(format!("本文稿建议更新第{number}号决议{edition}，原因在于{words}，相关实例包括："));
        for _ in 0..3 {
            let words = self.clause();
            self.line(format!("\u{F0B7}\t{words}；"));
        }
        self.line("2\t背景");
        for at in 1..=3 {
            let words = self.clause();
            self.line(format!("2.{at}\t世界电信发展大会（2014年，迪拜）认识到，{words}。"));
        }
        self.line(format!("3\t对第{number}号决议{edition}的建议修改"));
        let added = [self.clause(), self.clause()];
        self.line("3.1\t通过加入以下条款，修订“请成员国”一段：");
        self.line(format!("ADD\t4\t{}；", added[0]));
        self.line(format!("ADD\t5\t{}。", added[1]));
        self.line(format!(
            "4\t综上所述，请大会批准RUR/{document}/{part}号提案中对第{number}号决议做出的修订。"
        ));
        self.proposal(document, part, number, topic, added, end);
    }

    fn proposal(
        &mut self,
        document: u32,
        part: usize,
        number: usize,
        topic: &str,
        added: [&str; 2],
        end: usize,
    ) {
        self.line(format!("MOD\tRUR/{document}/{part}"));
        self.line(format!("第{number}号决议（2010年，瓜达拉哈拉2014年，釜山，修订版）"));
        self.line(topic);
        self.line("国际电信联盟全权代表大会（2010年，瓜达拉哈拉2014年，釜山），");
        for call in RECITALS {
            self.line(call);
            self.items(3, lettered);
        }
        // Operative parts until the part is as long as was asked for.
        while self.characters + 500 < end {
            let call = OPERATIVES[self.dice.below(OPERATIVES.len())];
            self.line(call);
            self.items(7, numbered);
        }
        self.line("请成员国");
        for at in 1..=2 {
            let words = self.clause();
            self.line(format!("{at}\t{words}；"));
        }
        let words = self.clause();
        self.line(format!("3\t{words}，；"));
        self.line(format!("4\t{}；", added[0]));
        self.line(format!("5\t{}。", added[1]));
        let words = self.clause();
        self.line(format!("理由：\t{words}。"));
    }

    /// A list under a call: the last item but one gained `；` when another was added.
    fn items(&mut self, count: usize, label: fn(usize) -> String) {
        for at in 0..count {
            let words = self.words();
            let stop = match count - at {
                1 => "，",
                2 => "，；",
                _ => "；",
            };
            self.line(format!("{}\t{words}{stop}", label(at)));
        }
    }
}

fn lettered(at: usize) -> String {
    format!("{})", char::from(b'a' + at as u8))
}

fn numbered(at: usize) -> String {
    (at + 1).to_string()
}

/// A reference with its old and its new edition side by side.
fn pair(dice: &mut Dice) -> String {
    let (body, old, new) = PAIRS[dice.below(PAIRS.len())];
    format!("{body}第{}号决议（{old}{new}，修订版）", 10 + dice.below(90))
}

fn han(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

const PAIRS: [(&str, &str, &str); 4] = [
    ("", "2010年，瓜达拉哈拉", "2014年，釜山"),
    ("世界电信发展大会", "2010年，海得拉巴", "2014年，迪拜"),
    ("世界电信标准化全会", "2008年，约翰内斯堡", "2012年，迪拜"),
    ("全权代表大会", "2006年，安塔利亚", "2010年，瓜达拉哈拉"),
];

const RECITALS: [&str; 4] = ["忆及", "考虑到", "认识到", "注意到"];
const OPERATIVES: [&str; 5] =
    ["做出决议", "责成秘书长", "责成电信发展局主任", "责成电信标准化局主任", "请理事会"];

const TOPICS: [&str; 6] = [
    "海底光缆中断期间的应急通信",
    "山区和群岛的频谱共用",
    "电信设备的维修与再利用",
    "气象观测网络的数据交换",
    "学校和诊所的宽带连接",
    "灾害预警信息的多语种播发",
];

/// Clauses of our own. Between them they have as many different characters as a real contribution.
#[rustfmt::skip]
const CLAUSES: [&str; 83] = [
    "备用卫星容量须在中断之前商定，而不是在中断之后才匆忙谈判",
    "修复船只的通行许可往往比修复本身费时更长，沿海各国的手续又互不相同",
    "小岛屿发展中国家往往仅依靠一条海底光缆，一旦断裂便与外界隔绝",
    "山区的无线电中继站缺乏稳定供电，冬季积雪又使维护人员难以抵达",
    "渔船和货轮的甚高频值守日渐松弛，呼救信号有时无人应答",
    "学校与诊所共用一条宽带线路，可以减轻偏远村庄的资费负担",
    "旧设备拆解后留下的铅、汞和镉污染土壤，并渗入饮用水源",
    "可拆换的电池使手持终端的寿命延长一倍，从而减少废弃物",
    "地震台网和潮汐站的读数应在数秒之内送达值班中心",
    "预警信息须以居民听得懂的语言播发，包括没有文字的方言",
    "盲人和聋哑人应当与其他用户同样方便地收到紧急通知",
    "沙尘暴与雷暴季节的微波衰落远大于设计手册给出的数值",
    "候鸟栖息地附近的铁塔宜采用不闪烁的红色障碍灯",
    "频谱监测车在边境两侧的测量结果应当彼此承认",
    "业余无线电爱好者在历次洪灾中维持了乡镇之间的唯一联络",
    "铜缆盗窃使若干省份的固定电话连续数周不能使用",
    "妇女合作社经营的电话亭培养了一批熟练的技术骨干",
    "青年工程师缺少实习岗位，毕业之后纷纷转向别的行业",
    "老年用户更换手机时常常丢失多年积累的通讯录和照片",
    "资费套餐的名目过于繁杂，消费者难以比较其优劣",
    "漫游费用的账单应当写明每一次通话的起止时刻与单价",
    "互连点过于集中于首都，外省流量不得不绕行数千公里",
    "时钟同步的误差累积起来，会使基站之间的切换失败",
    "计量实验室须每两年校准一次功率计、衰减器和频谱仪",
    "仿冒的充电器引发火灾，海关却没有检验它们的仪器",
    "森林防火瞭望塔可以兼作宽带接入点，两项预算因此合而为一",
    "牧民随季节迁徙，固定覆盖的指标不能反映他们的实际需要",
    "矿井坍塌之后，透地通信是寻找幸存者的惟一手段",
    "葡萄园和稻田里的湿度传感器每小时只发送几个字节",
    "博物馆的录音档案正在霉变，数字化的经费却迟迟没有落实",
    "法庭采信电子签名的规则因地而异，跨境合同因此受阻",
    "银行网点撤离之后，移动支付成为邮局之外的惟一渠道",
    "医生通过视频会诊，使孕产妇免于长途跋涉之苦",
    "疫苗冷藏箱的温度记录应自动上传，不再依赖手工抄写",
    "儿童在网络上遭受欺凌时，应有免费的求助热线可拨",
    "冒充亲友的诈骗电话多半经由伪造的主叫号码拨出",
    "号码可携带之后，用户更换运营商不再受旧合同束缚",
    "紧急呼叫的定位误差在高楼林立的街区仍然超过百米",
    "卫星轨位的申报堆积如山，许多网络从未真正投入使用",
    "低轨星座的碎片威胁到仍在服役的气象与导航卫星",
    "射电天文台周围的静默区须在规划新基站时予以避让",
    "高空气球平台可在飓风过后数小时内恢复基本覆盖",
    "飞机客舱内的连接不得干扰驾驶舱的仪表着陆系统",
    "铁路隧道里的泄漏电缆年久失修，列车调度时断时续",
    "港口的集装箱标签采用三种互不兼容的频率",
    "智能电表的读数涉及住户隐私，保存期限须有明文规定",
    "软件更新应当经过签名校验，以免被人植入恶意代码",
    "密码长期不换、口令贴在机柜上，是审计中最常见的疏漏",
    "根服务器镜像的数量与人口并不相称，查询时延因此偏高",
    "域名使用本地文字，有助于不懂外文的农户上网售货",
    "开放源码的话务统计工具已由五个主管部门共同维护",
    "培训教材宜译成当地语言，并配以插图和练习题",
    "翻译费用占会议开支的三成，术语库可使其明显下降",
    "与会代表的旅费补助应当优先给予最不发达国家",
    "文件须在会议开幕前四周上网，以便各代表团从容研究",
    "表决器失灵时，主席应当改用唱名或举手的办法",
    "账目须由外部审计员逐笔核对，并附上原始凭证",
    "采购合同应当公开招标，评分细则事先公布",
    "捐赠的设备须附带备件和说明书，否则往往闲置在仓库",
    "区域代表处的租金节余可以转用于奖学金项目",
    "志愿者在赛事期间搭建的临时网络经受住了峰值考验",
    "稿件中的统计数字应当注明年份、口径和出处",
    "调查问卷不宜超过二十题，否则回收率会骤然降低",
    "指标的定义一旦改变，历年序列即应重新折算",
    "各研究组的术语表彼此矛盾之处须由编辑委员会裁定",
    "试验床的结论应当连同失败的案例一并公布",
    "专利权人须在建议书批准之前作出许可声明",
    "兼容性测试的费用不应由小型制造商独自承担",
    "样机在热带潮湿环境下须连续运转一千小时",
    "屏蔽室的门缝和滤波器每年都要重新检漏",
    "人体吸收辐射的限值应当以同一种模型推算",
    "公众对基站的疑虑宜用现场测量而非口头保证来消除",
    "街道照明杆可以承载小型蜂窝，不必再挖开人行道",
    "管道和杆路的共享协议应当列明摊销年限与抢修顺序",
    "挖掘机误断光缆的赔偿标准多年未曾调整",
    "暴雨冲毁桥梁时，悬挂其下的线路也随之中断",
    "盐雾腐蚀使沿海天线的馈线接头三年即告报废",
    "白蚁啃食木杆，混凝土杆又过于沉重而无法用骡马驮运",
    "太阳能板被窃之后，中继站只能靠柴油机勉强支撑",
    "雪橇和直升机是极地观测站冬季仅有的补给途径",
    "珊瑚礁海域的登陆点须绕开产卵场并避开锚地",
    "冰川湖溃决的警报应当沿河谷逐级传递到每个寨子",
    "火山灰沉降期间，短波电离层吸收骤增，备用频率须事先排定",
];
