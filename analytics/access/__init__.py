"""Who asks, and what they may do: persons, roles, what each role allows, and who was given which role.

Nothing here knows of pages or requests: those say who asks (``analytics.ui.access``), this room says what that person may.
"""

from analytics.access.grants import Grant, end_sessions, ended_at, every_grant, give, revoke
from analytics.access.guests import Guest, Wish, dismiss_guest, enter, guests, invite, person_entered
from analytics.access.person import NOBODY, Kind, Person, local_person, operator
from analytics.access.rights import allowed, gate_of, may, roles_of
from analytics.access.roles import ACTIONS, EVERY, RANKS, ROLES, Action, Role, permits, role_of
from analytics.access.tokens import TOKEN_ROLES, Token, every_token, make_token, person_of_token, revoke_token

__all__ = [
    "ACTIONS", "EVERY", "NOBODY", "RANKS", "ROLES", "TOKEN_ROLES", "Action", "Grant", "Guest", "Kind", "Person", "Role", "Token",
    "Wish", "allowed", "dismiss_guest", "end_sessions", "ended_at", "enter", "every_grant", "every_token", "gate_of", "give",
    "guests", "invite", "local_person", "make_token", "may", "operator", "permits", "person_entered", "person_of_token", "revoke",
    "revoke_token", "role_of", "roles_of",
]  # fmt: skip
