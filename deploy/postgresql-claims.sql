-- Where the identity system's claims are mapped to rights: the dashboard notes at each sign-in what they give. Whoever takes
-- over the dashboard could then grant too, so run this only there, after each run of postgresql-roles.sql.

GRANT INSERT ON access.person, access.access_grant TO access_door;
GRANT UPDATE (name, unit) ON access.person TO access_door;
GRANT UPDATE ON access.grants_version TO access_door;
GRANT USAGE ON SEQUENCE access.access_grant_id_seq TO access_door;
