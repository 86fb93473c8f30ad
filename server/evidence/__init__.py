"""What a row of an answer rests on: triples, the claims that hold them, proofs."""
