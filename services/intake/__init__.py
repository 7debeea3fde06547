"""Takes complaints in, keeps who said them in the vault, and lets nobody else see it.

Hears: complaints.<source>, and the HTTP door, which publishes there too.
Says: admitted.<urgency>.<source> and replies.<source>; answers who asks for a reporter's address.
Owns: admissions, and identities, encrypted.
"""
