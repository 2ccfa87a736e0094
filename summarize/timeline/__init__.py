"""Dated events of many sources into ranked clusters, one for each entry of a timeline."""

from summarize.timeline.clusters import Clusters, cluster

__all__ = ["Clusters", "cluster"]
