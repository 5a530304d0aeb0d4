"""Deeds with language models."""

from apps.ai.services.asking import Answer, InsideTransactionError, ask, ask_whole

__all__ = ["Answer", "InsideTransactionError", "ask", "ask_whole"]
