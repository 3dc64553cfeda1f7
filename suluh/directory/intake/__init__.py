"""From a file to drafts: guard it, open it in a fenced-off process, recognise it, read it.

guard -> sandbox (child process) -> detect -> one reader per format -> Reading
"""
