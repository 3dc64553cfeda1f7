"""The public door: reads one edition file and shows it. It keeps nothing and knows nobody.

It may reach the edition, the pure part of content, foundation and kernel (docs/adr/0009).
"""
