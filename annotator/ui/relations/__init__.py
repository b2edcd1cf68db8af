"""Relations between annotations: made, drawn, listed, proposed."""

from annotator.ui.relations.listing import RelationsList
from annotator.ui.relations.relating import Relating

__all__ = ["Relating", "RelationsList"]
