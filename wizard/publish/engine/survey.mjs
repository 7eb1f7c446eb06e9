// What a start of our engine really uses: modules of the standard library, and the methods that `dataclass` writes.
// Asked by survey.py, run in Node.
import { readFileSync } from "node:fs";
import { join } from "node:path";

// Node would show the whole minified line that failed.
process.on("uncaughtException", (error) => {
  console.error(String(error));
  process.exit(1);
});

const { pyodide, lock, files, names } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(join(pyodide, "pyodide.mjs"));
const python = await loadPyodide({ indexURL: pyodide, lockFileContents: lock, stdin: () => null });
for (const [path, text] of Object.entries(files)) {
  python.FS.mkdirTree(join("/keel", path, ".."));
  python.FS.writeFile(join("/keel", path), text);
}
python.globals.set("names", JSON.stringify(names));
const found = python.runPython(`
import builtins, dataclasses, importlib, json, sys
sys.path.insert(0, "/keel")
written = set()

def listening(source, *names):
    written.add(source)
    return builtins.exec(source, *names)

dataclasses.exec = listening
missing = []
for name in json.loads(names):
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
zipped = (m for m in list(sys.modules.values()) if "/python3" in (getattr(m, "__file__", None) or ""))
# What is frozen into the wasm names a file of the library too, but is never read from it.
used = [m.__spec__.name for m in zipped if m.__spec__ and m.__spec__.origin != "frozen"]
json.dumps({"used": sorted(used), "written": sorted(written), "missing": missing})
`);
process.stdout.write(found);
