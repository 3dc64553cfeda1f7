"""Who gets in and what they may do: agencies, accounts, roles, and the guard before every page.

It owns accounts and memberships. It refuses to let anyone widen their own access.
"""
