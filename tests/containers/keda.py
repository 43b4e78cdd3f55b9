"""KEDA's ScaledObject as far as our manifests use it: a field that does not stand here is a fault.

Source: KEDA 2.16, keda.sh/docs, "ScaledObject specification" and "PostgreSQL" scaler. KEDA's schema is no part of
Kubernetes' own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Count = Annotated[int, Field(ge=0)]


class Strict(BaseModel):
    """Nothing but the fields that are named."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class Name(Strict):
    """Of what is scaled."""

    name: str


class Fallback(Strict):
    """How many replicas where the trigger cannot be asked."""

    failure_threshold: Count
    replicas: Count


class Policy(Strict):
    """How fast."""

    type: Literal["Percent", "Pods"]
    value: Annotated[int, Field(gt=0)]
    period_seconds: Annotated[int, Field(gt=0, le=1800)]


class Rules(Strict):
    """How to go down."""

    stabilization_window_seconds: Annotated[int, Field(ge=0, le=3600)]
    policies: list[Policy]


class Behavior(Strict):
    """How to go down; up is as the cluster does it."""

    scale_down: Rules


class Autoscaler(Strict):
    """Passed on to the autoscaler that KEDA makes."""

    behavior: Behavior


class Advanced(Strict):
    """What few need."""

    horizontal_pod_autoscaler_config: Autoscaler


class PostgresqlQuestion(Strict):
    """All values are texts."""

    connection_from_env: str
    query: str
    target_query_value: Annotated[str, Field(pattern=r"^[0-9.]+$")]
    activation_target_query_value: Annotated[str, Field(pattern=r"^[0-9.]+$")] = "0"


class Trigger(Strict):
    """What is asked how much there is to do."""

    type: Literal["postgresql"]
    metric_type: Literal["AverageValue", "Value"]
    metadata: PostgresqlQuestion


class Specification(Strict):
    """What is scaled, between which bounds, by what."""

    scale_target_ref: Name
    min_replica_count: Count
    max_replica_count: Count
    polling_interval: Count
    cooldown_period: Count
    fallback: Fallback
    advanced: Advanced
    triggers: Annotated[list[Trigger], Field(min_length=1)]


class Metadata(Name):
    """Of the object itself; a Kustomization adds the last two."""

    namespace: str = ""
    labels: dict[str, str] = Field(default_factory=dict)


class ScaledObject(Strict):
    """The whole document."""

    api_version: Literal["keda.sh/v1alpha1"]
    kind: Literal["ScaledObject"]
    metadata: Metadata
    spec: Specification
