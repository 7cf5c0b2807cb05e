"""Who asks, and what they may do: persons, roles, what each role allows, and who was given which role.

Nothing here knows of pages or requests: those say who asks (``analytics.ui.access``), this room says what that person may.
"""

from analytics.access.grants import Grant, end_sessions, ended_at, every_grant, give, revoke
from analytics.access.person import NOBODY, Kind, Person, local_person
from analytics.access.rights import allowed, gate_of, may, roles_of
from analytics.access.roles import ACTIONS, EVERY, ROLES, Action, Role, permits, role_of
from analytics.access.tokens import TOKEN_ROLES, Token, every_token, make_token, person_of_token, revoke_token

__all__ = [
    "ACTIONS", "EVERY", "NOBODY", "ROLES", "TOKEN_ROLES", "Action", "Grant", "Kind", "Person", "Role", "Token", "allowed",
    "end_sessions", "ended_at", "every_grant", "every_token", "gate_of", "give", "local_person", "make_token", "may", "permits",
    "person_of_token", "revoke", "revoke_token", "role_of", "roles_of",
]  # fmt: skip
