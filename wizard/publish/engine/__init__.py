"""What the browser's Python starts from: bytecode, crates, the trimmed library, the image of a start.

Which files make up an engine, and in which folder each lies, is for `wizard.publish.pack`.
"""
