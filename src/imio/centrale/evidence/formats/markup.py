"""XML: parsed without entities, document type declarations, inclusions or network."""

from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import readable
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.formats.flow import text_of
from imio.centrale.evidence.formats.flow import Vocabulary
from imio.centrale.evidence.limits import Limits
from lxml import etree


UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_VOCABULARY = Vocabulary(
    # another file in base64
    skipped=frozenset([f"{{{_BASIC}}}EmbeddedDocumentBinaryObject"])
)
_ERRORS = etree.ErrorTypes
_CODES = {
    _ERRORS.ERR_NO_MEMORY: "bomb",
    # deeper than 256 elements, one text of more than ten million characters, entities
    # that grow a thousandfold
    _ERRORS.ERR_RESOURCE_LIMIT: "bomb",
    _ERRORS.ERR_ENTITY_LOOP: "entities",
}


def read(data: bytes, limits: Limits) -> Reading:
    """An invoice in UBL, or any XML; attributes are not read."""
    tree = parsed(data)
    kind = "ubl" if (etree.QName(tree).namespace or "").startswith(UBL) else "xml"
    part = Part("body", text_of(tree, _VOCABULARY))
    return readable(kind, [part], limits.characters, blank="empty")


def parsed(data: bytes) -> etree._Element:
    """The root of the tree.

    Raises ``Unreadable``: ``broken``, ``bomb``, ``entities`` for any document type
    declaration, harmless ones too: the documents of interest have none.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_CODES.get(error.code, "broken")) from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("entities")
    return tree
