"""Exact text: normalisation, clusters, lines, folding and spans. Offsets are Unicode code points, half-open."""
