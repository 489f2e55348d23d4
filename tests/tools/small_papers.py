"""Make small contributions, each other than all others, to try a run over many files.

    python3 tests/tools/small_papers.py FOLDER COUNT

A contribution is a cover note and a proposal of a page, in one of three languages, with a lost revision
mark. Folders hold a hundred each; the same names stand in all of them, as they do in archives. The same
call makes the same files.
"""

import pathlib
import random
import sys

MEMBERS = ["CUB", "FJI", "KEN", "PRG", "THA", "TON", "URG", "ZMB"]
WORDS = {
    "E": "access network region service report council member policy budget training rural study".split(),
    "F": "accès réseau région service rapport conseil membre politique budget formation rural étude".split(),
    "S": "acceso red región servicio informe consejo miembro política presupuesto formación rural".split(),
}
TEXTS = {
    "E": "MOD\t{member}/{number}/1\nRESOLUTION {resolution} (Rev. Guadalajara, 2010Busan, 2014)\nOn {title}\n"
    "The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),\nrecalling\n"
    "a)\tResolution {other} (Rev. Dubai, 2018);\nb)\t{recital},\nresolves\n1\tto continue {first};\n2\tto report "
    "on {second}.\nReasons: {reason}.\n",
    "F": "MOD\t{member}/{number}/1\nRÉSOLUTION {resolution} (RÉV. GUADALAJARA, 2010BUSAN, 2014)\nSur {title}\n"
    "La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Busan, 2014),\n"
    "rappelant\na)\tla Résolution {other} (Rév. Dubaï, 2018);\nb)\t{recital},\ndécide\n1\tde poursuivre {first};\n"
    "2\tde faire rapport sur {second}.\nMotifs: {reason}.\n",
    "S": "MOD\t{member}/{number}/1\nRESOLUCIÓN {resolution} (REV. GUADALAJARA, 2010BUSÁN, 2014)\nSobre {title}\n"
    "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones (Busán, 2014),\n"
    "recordando\na)\tla Resolución {other} (Rev. Dubái, 2018);\nb)\t{recital},\nresuelve\n1\tseguir {first};\n"
    "2\tinformar sobre {second}.\nMotivos: {reason}.\n",
}


def paper(number: int) -> str:
    lot = random.Random(number)
    language = lot.choice(sorted(TEXTS))
    phrase = lambda least: " ".join(lot.choice(WORDS[language]) for _ in range(lot.randrange(least, 3 * least)))
    values = {name: phrase(6) for name in ("recital", "first", "second", "reason")}
    member, resolution, other = lot.choice(MEMBERS), lot.randrange(1, 200), lot.randrange(1, 200)
    cover = "\n".join(phrase(12).capitalize() + "." for _ in range(lot.randrange(1, 4)))
    text = TEXTS[language].format(
        member=member, number=number, resolution=resolution, other=other, title=phrase(2), **values
    )
    return f"{cover}\n\n{text}"


def main(folder: str, count: str) -> None:
    for number in range(int(count)):
        path = pathlib.Path(folder) / f"{number // 100:04}" / f"paper{number % 100:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(paper(number + 1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
