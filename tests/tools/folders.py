"""What a folder of a pack holds, for the commands that compare packs."""
import hashlib, os


def listing(folder):
    """The digest of each file by its path; the program's own aids are left out."""
    found = {}
    for below, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".itudoc"]
        for name in names:
            path = os.path.join(below, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found
