"""The judgement alone, and the program over its pipes."""

import json
import pathlib
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FOLDER))

from price_quote import judge  # noqa: E402


def verdict(output, *context, reference=()):
    return judge({"output": output, "context": list(context), "reference": list(reference)})


class JudgeTests(unittest.TestCase):
    def test_prices_of_the_sources_pass(self):
        for output, source in [
            ("It costs $1,299.00.", "price: USD 1299"), ("Das macht 9,50 €.", "€9.50 each"),
            ("£5 a month", "the fee is 5 GBP"), ("$20, and shipping is $3.5", "$20 ($3.50 shipping)"),
        ]:
            self.assertEqual(verdict(output, source), {"verdict": "pass", "score": 1.0}, output)
        self.assertEqual(verdict("$5", reference=["$5"])["verdict"], "pass")

    def test_an_invented_price_fails_where_it_stands(self):
        output = "🙂 It costs $19.99, not $24."
        said = verdict(output, "It is $24.")
        self.assertEqual((said["verdict"], said["label"], said["score"]), ("fail", "invented_price", 0.5))
        self.assertEqual([output[start:end] for start, end in said["evidence"]], ["$19.99"])

    def test_another_currency_is_another_price(self):
        self.assertEqual(verdict("It costs €20.", "It is $20.")["verdict"], "fail")

    def test_longer_numbers_are_no_prices_of_their_own(self):
        self.assertEqual(verdict("It costs $120.", "It is $1200 or $12.")["verdict"], "fail")

    def test_what_cannot_be_judged_is_skipped(self):
        self.assertEqual(verdict("There are 12.", "$12")["label"], "no_price")
        self.assertEqual(verdict("It costs $12.")["label"], "no_source")


class ProgramTests(unittest.TestCase):
    def test_it_speaks_protocol_1(self):
        call = {"output": "$5", "context": ["$6"], "reference": []}
        lines = [{"hello": {"protocol": 1, "config": {}}}, {"id": "1", "call": call}, {"cancel": "1"}, {"later": {}},
                 {"id": "2", "call": call | {"context": ["$5"]}}]
        done = subprocess.run(
            [sys.executable, FOLDER / "price_quote.py"], input="".join(json.dumps(line) + "\n" for line in lines),
            capture_output=True, text=True, timeout=20)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        ready, first, second = map(json.loads, done.stdout.splitlines())
        self.assertEqual(ready["ready"]["protocol"], 1)
        self.assertEqual((first["id"], first["verdict"], second["id"], second["verdict"]), ("1", "fail", "2", "pass"))


if __name__ == "__main__":
    unittest.main()
