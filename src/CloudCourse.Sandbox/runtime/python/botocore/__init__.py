"""botocore as handlers see it: thin, driven by AWS's own models, answered by the simulated account."""

import re

__version__ = "1.40.4"



class UNSIGNED:
    """Says that calls are to be made in nobody's name."""

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


UNSIGNED = UNSIGNED()

# A new word begins at a capital before a small letter, and at any capital after a small letter or a digit.
_WORD = re.compile(r"(?<=[^_])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")
_PLURAL = re.compile(r"([A-Z]{2,})s$")
# Where AWS's own tables break the rule.
_names = {
    "ListHITsForQualificationType": "list_hits_for_qualification_type",
    "CreateCachediSCSIVolume": "create_cached_iscsi_volume",
    "DescribeCachediSCSIVolumes": "describe_cached_iscsi_volumes",
    "ExecutePartiQLStatement": "execute_partiql_statement",
    "ExecutePartiQLTransaction": "execute_partiql_transaction",
    "ExecutePartiQLBatch": "execute_partiql_batch",
}


def xform_name(name, sep="_"):
    """An operation's name in AWS's model, as a method is called in Python."""
    if sep in name:
        return name
    known = _names.get(name)
    if known is None:
        plural = _PLURAL.search(name)
        text = name[: plural.start()] + "_" + plural[0].capitalize() if plural and plural.start() else name
        known = _names[name] = _WORD.sub("_", text).replace("__", "_").lower()
    return known if sep == "_" else known.replace("_", sep)
