"""What would turn an answer: the smallest change of the input, found by trying (rule 35)."""

from curriculum.turn.edits import Edit
from curriculum.turn.find import Turn, answer_of, find_turn, turn_as_json, turn_lines

__all__ = ["Edit", "Turn", "answer_of", "find_turn", "turn_as_json", "turn_lines"]
