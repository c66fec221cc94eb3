"""Tests of the benchmarks' own arithmetic and reports: python3 -m unittest discover tools/bench/tests"""
import json
import pathlib
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bench import aims, documents, html, markdown, measure, programs, results, svg  # noqa: E402
from bench.blocks import Bars, Curves, Grid, Section, Text  # noqa: E402
from bench.measure import BenchError, Measurement, Table  # noqa: E402
from bench.suites import SUITES, atlas, link, memory  # noqa: E402


class Arithmetic(unittest.TestCase):
    def test_ratio_is_the_median_of_paired_ratios(self):
        table = Table([Measurement("p", "a", "wall", [10, 40, 30]), Measurement("p", "b", "wall", [10, 10, 20])])
        self.assertEqual(table.ratio("p", "a", "b"), 1.5)
        self.assertEqual(table.range_of_ratios("p", "a", "b"), (1, 4))
        self.assertIsNone(table.ratio("p", "a", "absent"))

    def test_ratio_without_start_up(self):
        table = Table([Measurement("p", "a", "wall", [80]), Measurement("p", "b", "wall", [90]),
                       Measurement("short", "a", "wall", [50]), Measurement("short", "b", "wall", [90]),
                       Measurement("empty", "a", "wall", [40]), Measurement("empty", "b", "wall", [10])])
        self.assertEqual(table.ratio("p", "a", "b", less="empty"), 0.5)
        self.assertIsNone(table.ratio("empty", "a", "b", less="empty"))
        self.assertIsNone(table.ratio("short", "a", "b", less="empty"))

    def test_spread(self):
        self.assertEqual(Measurement("p", "a", "wall", [90, 100, 110]).spread, 0.1)
        self.assertEqual(Measurement("p", "a", "wall", [1, 95, 100, 105, 900]).spread, 0.05)

    def test_geometric_mean(self):
        self.assertAlmostEqual(measure.geometric_mean([2, 8, None]), 4)
        self.assertIsNone(measure.geometric_mean([]))

    def test_percentile(self):
        self.assertEqual(memory.percentile(list(range(1, 101)), 99), 99)
        self.assertEqual(memory.percentile([3, 1, 2], 50), 2)
        self.assertIsNone(memory.percentile([], 99))

    def test_marginal_rate(self):
        table = Table([Measurement("10", "l", "objects", [1000]), Measurement("10", "l", "wall", [5]),
                       Measurement("20", "l", "objects", [601000]), Measurement("20", "l", "wall", [11])])
        self.assertIsNone(link.marginal(table, [10, 20], 0, "l"))
        self.assertEqual(link.marginal(table, [10, 20], 1, "l"), 100)

    def test_verdicts(self):
        at_most = aims.Aim("", "atlas", None, 1.0)
        self.assertEqual([at_most.verdict(value) for value in (1.0, 1.1, None)], ["reached", "missed", "not measured"])
        self.assertEqual(aims.Aim("", "link", None, 120, least=True).verdict(100), "missed")


class Processes(unittest.TestCase):
    def test_run(self):
        run = measure.run_process(["sh", "-c", "echo $WORD"], environment={"WORD": "here", "PATH": "/bin:/usr/bin"})
        self.assertEqual(run.output, "here\n")
        self.assertGreater(run.memory, 0)

    def test_failures_say_what_happened(self):
        with self.assertRaisesRegex(BenchError, "status 3:\nno luck"):
            measure.run_process(["sh", "-c", "echo no luck >&2; exit 3"])
        with self.assertRaisesRegex(BenchError, "status 127"):
            measure.run_process(["/no/such/program"])


class Programs(unittest.TestCase):
    def test_all_sizes_can_be_made_in_all_languages(self):
        sizes = json.loads((programs.FOLDER / "sizes.json").read_text())
        with tempfile.TemporaryDirectory() as folder:
            for name, variants in sizes.items():
                for size in variants:
                    sources = programs.Sources(name, size, pathlib.Path(folder))
                    languages = [each for each in ("atl", "ai", "c", "js") if sources.has(each)]
                    self.assertTrue(languages, name)
                    for language in languages:
                        self.assertNotEqual(sources.path(language).read_text(), (programs.FOLDER / name / f"main.{language}").read_text())

    def test_numbers_are_replaced_as_a_whole_and_at_once(self):
        self.assertEqual(programs.re.sub(programs.pattern(["1", "12"]), "x", "1 12 112 1.5 v1 [12]"), "x x 112 1.5 v1 [x]")


class Reports(unittest.TestCase):
    blocks = [
        Text("Text with `code` & **bold**."), Grid("grid", ["program", "ms"], [["a<b", "1.0"], ["**mean**", "2.0"]]),
        Bars("bars", "Ratios & more", ["one", "two"], {"x": [0.5, None], "y": [2.0, 30.0]}),
        Curves("curves", "Growth", "modules", "ms", {"a": [(10, 1.0), (100, 12.0)], "b": [(10, 3.0)]}),
    ]

    def test_plots_are_well_formed(self):
        for drawn in (svg.bars(self.blocks[2]), svg.curves(self.blocks[3])):
            xml.etree.ElementTree.fromstring(svg.document(drawn))

    def test_reports_have_everything(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            html.write("Title", ["intro"], [Section("First", self.blocks)], folder)
            markdown.write("Title", ["intro"], [Section("First", self.blocks)], folder)
            page, text = (folder / "report.html").read_text(), (folder / "report.md").read_text()
            self.assertIn("<code>code</code> &amp; <b>bold</b>", page)
            self.assertIn("a&lt;b", page)
            self.assertEqual(page.count("<svg"), 2)
            self.assertIn("| a<b | 1.0 |", text)
            self.assertTrue((folder / "plots" / "curves.svg").exists())

    def test_suites_present_what_there_is(self):
        for name, suite in SUITES.items():
            self.assertIsInstance(suite.present([]), list, name)
        found = [Measurement("fib", variant, metric, [2.0, 3.0]) for variant in (atlas.OWN, "C, wasmtime") for metric in ("wall", "cpu", "memory")]
        grids = [block for block in atlas.present(found) if isinstance(block, Grid)]
        self.assertEqual(grids[0].rows[0][:2], ["fib", "2.50"])
        self.assertTrue(aims.blocks({"atlas": found}))

    def test_documents_quote_tables(self):
        text = "before\n<!-- bench: grid -->\nold\n<!-- end -->\nafter\n"
        new = documents.updated(text, [Section("First", self.blocks)], {})
        self.assertEqual(new, "before\n<!-- bench: grid -->\n\n| program | ms |\n|---|--:|\n| a<b | 1.0 |\n| **mean** | 2.0 |\n\n<!-- end -->\nafter\n")
        self.assertEqual(documents.updated(new, [Section("First", self.blocks)], {}), new)
        with self.assertRaisesRegex(BenchError, "quotes 'absent'"):
            documents.updated(text.replace("grid", "absent"), [], {})

    def test_results_survive_a_file(self):
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "results.json"
            self.assertEqual(results.load(path)["suites"], {})
            saved = {"format": 1, "suites": {"size": {"measurements": results.packed([Measurement("p", "v", "bytes", [1])])}}}
            results.save(path, saved)
            self.assertEqual(results.unpacked(results.load(path)["suites"]["size"]["measurements"]), [Measurement("p", "v", "bytes", [1])])


if __name__ == "__main__":
    unittest.main()
