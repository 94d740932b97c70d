"""What was read of each document, kept beside it: the code proof, and of which bytes.

It is kept when a piece is saved. Nothing is read for a transition or for a page.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from imio.centrale import clock
from imio.centrale import codes
from imio.centrale.domain.code_proof import ABSENT
from imio.centrale.domain.code_proof import Evidence
from imio.centrale.domain.code_proof import UNREADABLE
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.evidence.proof import Proof
from imio.centrale.evidence.proof import prove
from imio.centrale.missions import mission_of
from imio.centrale.proving.documents import documents_of
from imio.centrale.proving.reading import DAMAGED_PDF
from imio.centrale.proving.reading import digest_of
from imio.centrale.proving.reading import is_no_pdf
from imio.centrale.proving.reading import readings_of
from imio.centrale.proving.reading import UNAVAILABLE
from persistent.mapping import PersistentMapping
from plone import api
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.proofs"
#: codes kept of one document; a document full of them is no evidence
MOST_CODES = 50
#: a file that was put there without being saved, or before files were read
NOT_READ = Verdict(UNREADABLE, why="not_read")


@dataclass(frozen=True)
class Kept:
    """The proof of the bytes that a file held at an instant, for the code of a dossier."""

    file: object
    modified: float
    digest: str
    code: str
    proof: Proof
    read: datetime

    def is_of(self, file, code):
        """Whether that file still holds these bytes, and belongs to that dossier."""
        same = self.file is file and self.modified == file.modified
        return same and self.code == code


def kept_of(piece):
    """Field -> ``Kept``, of the documents as they are now."""
    code = mission_of(piece).tracking_code
    found = IAnnotations(piece).get(KEY, {})
    return {
        name: found[name]
        for name, file in documents_of(piece).items()
        if name in found and found[name].is_of(file, code)
    }


def evidence_of(piece):
    """Each document with its verdict, as the rule takes it."""
    kept = kept_of(piece)
    return [
        (
            Evidence(name, kept[name].digest, kept[name].proof.verdict)
            if name in kept
            else Evidence(name, "", NOT_READ)
        )
        for name in documents_of(piece)
    ]


def read_documents(piece):
    """Read what is new on a piece; what has the same bytes as before is not read."""
    files, kept = documents_of(piece), _settled(kept_of(piece))
    unread = [name for name in files if name not in kept]
    if unread or KEY in IAnnotations(piece):
        _keep(piece, kept | _proofs_of(piece, files, unread))


def read_again(piece):
    """Read all of it again: the reader was away, or codes were given since."""
    files = documents_of(piece)
    forget(piece)
    _keep(piece, _proofs_of(piece, files, files))


def forget(piece):
    """A copy was never read: it may belong to another dossier."""
    IAnnotations(piece).pop(KEY, None)


def _keep(piece, proofs):
    if proofs != dict(IAnnotations(piece).get(KEY, {})):
        IAnnotations(piece)[KEY] = PersistentMapping(proofs)


def _settled(kept):
    """Those that another reading would not change."""
    return {
        name: each
        for name, each in kept.items()
        if each.proof.verdict.why != UNAVAILABLE.unreadable
    }


def _proofs_of(piece, files, names):
    """Field -> ``Kept``, of these fields."""
    code = mission_of(piece).tracking_code
    digests = {name: digest_of(files[name]) for name in names}
    found = _known(piece, code, digests)
    unread = {digests[name]: files[name] for name in names if name not in found}
    if unread:
        at, proofs = clock.stored(clock.now()), _proofs(code, unread)
        found = {name: (proofs.get(digests[name]), at) for name in names} | found
    return {
        name: Kept(file, file.modified, digests[name], code, *found[name])
        for name, file in files.items()
        if name in found
    }


def proofs_of_files(code, files):
    """Field -> digest and proof, of files that belong to no piece yet."""
    digests = {name: digest_of(file) for name, file in files.items()}
    unread = {digests[name]: file for name, file in files.items()}
    proofs = _proofs(code, unread) if unread else {}
    return {name: (digest, proofs.get(digest)) for name, digest in digests.items()}


def _known(piece, code, digests):
    """Field -> proof and instant, where the same bytes were there before."""
    before = _settled(IAnnotations(piece).get(KEY, {}))
    return {
        name: (before[name].proof, before[name].read)
        for name, digest in digests.items()
        if name in before and (before[name].digest, before[name].code) == (digest, code)
    }


def _proofs(code, files):
    """Digest -> proof, of files given by their digest.

    A PDF that is none, and does not carry the code as it is, is a damaged one.
    """
    site = (_prefixes(), codes.old_codes(), codes.uid_for)
    found = {}
    for digest, reading in readings_of(files).items():
        proof = prove(reading, code, *site)
        if proof.verdict.outcome == ABSENT and is_no_pdf(files[digest], reading):
            proof = prove(DAMAGED_PDF, code, *site)
        found[digest] = _shortened(proof)
    return found


def _prefixes():
    """Those of the centrales of the site."""
    return set(api.portal.get_tool("portal_catalog").uniqueValuesFor("code_prefix"))


def _shortened(proof):
    foreign = proof.verdict.foreign[:MOST_CODES]
    return Proof(
        replace(proof.verdict, foreign=foreign),
        proof.found[:MOST_CODES],
        proof.misread[:MOST_CODES],
    )
