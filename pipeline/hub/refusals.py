"""What a hub refuses, in words that say what to do."""

import urllib.error

from pipeline.errors import ModelError
from pipeline.hub.places import models_folder

__all__ = ["NoRevisionError", "refused", "strange", "unreachable"]


class NoRevisionError(ModelError):
    """The hub does not know a revision by what it was called."""


def refused(endpoint: str, repo: str, error: urllib.error.HTTPError) -> ModelError:
    """The error for an answer that another try would not change.

    The hub says in `X-Error-Code` what it means: it answers 401 for a model that does not exist.
    """
    code = error.headers.get("X-Error-Code", "")
    page = f"{endpoint}/{repo}"
    if code == "RevisionNotFound":
        return NoRevisionError(
            f"the hub at {endpoint} has no such revision",
            where=repo,
            remedy="correct `revision` in the registry",
        )
    if code == "GatedRepo" or error.code == 403:
        return ModelError(
            "its owner asks for consent first",
            where=repo,
            remedy=f"agree at {page} and set HF_TOKEN",
        )
    if code == "EntryNotFound":
        return ModelError(
            "lacks a file that its listing names", where=repo, remedy=f"look at {page}"
        )
    if error.code in (401, 404):
        return ModelError(
            f"the hub at {endpoint} has no such model, or keeps it private",
            where=repo,
            remedy="check the name; for a private model set HF_TOKEN",
        )
    return ModelError(
        f"the hub at {endpoint} answers {error.code}", where=repo, remedy=f"look at {page}"
    )


def unreachable(endpoint: str, repo: str, error: Exception) -> ModelError:
    """The error for what several tries have not got over."""
    if isinstance(error, urllib.error.HTTPError):
        return ModelError(
            f"the hub at {endpoint} answers {error.code}",
            where=repo,
            remedy="try again later; what has come is kept",
        )
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return ModelError(
        f"the hub at {endpoint} cannot be reached ({reason})",
        where=repo,
        remedy="check the network, name a mirror in HF_ENDPOINT, or copy "
        f"{models_folder() / repo} from a machine that has it",
    )


def strange(endpoint: str, repo: str) -> ModelError:
    """The error for an answer that no hub gives."""
    return ModelError(
        f"what {endpoint} answers is not the hub's protocol",
        where=repo,
        remedy="check HF_ENDPOINT",
    )
