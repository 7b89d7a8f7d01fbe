"""How readers are known: a gateway's proof, a provider's token, and the pages that say who is not let in (ADR 0046)."""
