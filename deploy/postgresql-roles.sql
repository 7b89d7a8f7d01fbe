-- The roles of the campaign database, with no more rights than each needs. PostgreSQL 15 or newer; plain SQL.
--
--   campaign_owner   owns the tables, runs `python -m seed init` (migrations)
--   campaign_loader  runs `python -m seed import`: writes rows, private ones too; cannot change tables
--   dash             the dashboard: reads the public tables, nothing else
--
-- and those of access data, which none of the three can read (ACCESS_URL, docs/adr/0044-access.md); none is needed as long
-- as nobody signs in:
--
--   access_owner     owns the schema access, runs `python -m data_access access-init` (migrations)
--   access_door      the dashboard: reads persons and grants, keeps sessions, adds to the audit and cannot read it
--   access_security  the security administrator: adds persons and grants, ends sessions
--   access_auditor   the auditor: reads and prunes the audit
--
-- Run it in the campaign's database as a superuser: before the first `python -m seed init` (as campaign_owner), and again
-- after it, after access-init and after each upgrade, because rights on tables are given here and not by default: a new
-- table is closed to the dashboard until somebody decided. Running it twice does no harm. Set passwords apart: \password dash
--
-- The grants are the boundary. The role settings below only stop accidents: a session can undo them.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['campaign_owner', 'campaign_loader', 'dash',
                                'access_owner', 'access_door', 'access_security', 'access_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', name);
        END IF;
    END LOOP;
END $$;

ALTER ROLE campaign_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE campaign_loader NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE dash NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 42;
ALTER ROLE access_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE access_door NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 40;
ALTER ROLE access_security NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 5;
ALTER ROLE access_auditor NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 5;

ALTER ROLE dash SET default_transaction_read_only = on;
ALTER ROLE dash SET statement_timeout = '5s';
ALTER ROLE dash SET lock_timeout = '1s';
ALTER ROLE dash SET idle_in_transaction_session_timeout = '10s';

-- The database: no temporary tables, no connection for anybody else.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO campaign_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO campaign_loader, dash, access_owner, access_door,'
                   ' access_security, access_auditor', current_database());
END $$;

-- The schemas.
CREATE SCHEMA IF NOT EXISTS private;
ALTER SCHEMA public OWNER TO campaign_owner;
ALTER SCHEMA private OWNER TO campaign_owner;
REVOKE ALL ON SCHEMA public, private FROM PUBLIC, campaign_loader, dash;
GRANT USAGE ON SCHEMA public TO campaign_loader, dash;
GRANT USAGE ON SCHEMA private TO campaign_loader;

-- The tables, whoever made them; their sequences follow.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'private') LOOP
        EXECUTE format('ALTER TABLE %I.%I OWNER TO campaign_owner', one.schemaname, one.tablename);
    END LOOP;
    FOR one IN SELECT schemaname, viewname FROM pg_views WHERE schemaname IN ('public', 'private') LOOP
        EXECUTE format('ALTER VIEW %I.%I OWNER TO campaign_owner', one.schemaname, one.viewname);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public, private FROM PUBLIC, campaign_loader, dash;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, private FROM PUBLIC, campaign_loader, dash;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, private TO campaign_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, private TO campaign_loader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dash;

-- Migrations are the owner's; which tip belongs to which hazard may be counted, not read. Of the units of hazards only
-- those that were named in public: the view hazard_named_unit has them.
DO $$
BEGIN
    IF to_regclass('public.hazard') IS NOT NULL THEN
        REVOKE SELECT ON public.hazard FROM dash;
        EXECUTE (
            SELECT format('GRANT SELECT (%s) ON public.hazard TO dash', string_agg(quote_ident(attname), ', '))
            FROM pg_attribute
            WHERE attrelid = 'public.hazard'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'unit_ref'
        );
    END IF;
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON public.alembic_version FROM campaign_loader;
    END IF;
    IF to_regclass('private.alembic_version') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON private.alembic_version FROM campaign_loader;
    END IF;
    IF to_regclass('public.hazard_tip') IS NOT NULL THEN
        REVOKE SELECT ON public.hazard_tip FROM dash;
        GRANT SELECT (hazard_id) ON public.hazard_tip TO dash;
    END IF;
END $$;

-- Access data: a schema of its own. The roles of the campaign have no right there but one: a loader adds to the audit what
-- it imports.
CREATE SCHEMA IF NOT EXISTS access;
ALTER SCHEMA access OWNER TO access_owner;
REVOKE ALL ON SCHEMA access FROM PUBLIC, campaign_owner, campaign_loader, dash, access_door, access_security, access_auditor;
GRANT USAGE ON SCHEMA access TO campaign_loader, access_door, access_security, access_auditor;

DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'access' LOOP
        EXECUTE format('ALTER TABLE access.%I OWNER TO access_owner', one.tablename);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA access
    FROM PUBLIC, campaign_owner, campaign_loader, dash, access_door, access_security, access_auditor;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA access
    FROM PUBLIC, campaign_owner, campaign_loader, dash, access_door, access_security, access_auditor;

-- Grants are rows that are added, never changed. What the identity system's claims give is written by the dashboard: only
-- where they are mapped to rights run deploy/postgresql-claims.sql after this file.
DO $$
BEGIN
    IF to_regclass('access.audit') IS NOT NULL THEN
        GRANT SELECT ON access.alembic_version, access.person, access.access_grant, access.grants_version, access.session
            TO access_door, access_security;
        GRANT SELECT ON access.alembic_version TO access_auditor;
        GRANT INSERT, DELETE, UPDATE (acted_at, ended_at, ended_why) ON access.session TO access_door;
        GRANT UPDATE (ended_at, ended_why) ON access.session TO access_security;
        GRANT INSERT ON access.person, access.access_grant TO access_security;
        GRANT UPDATE (name, unit, disabled) ON access.person TO access_security;
        GRANT UPDATE ON access.grants_version TO access_security;
        GRANT USAGE ON SEQUENCE access.access_grant_id_seq TO access_security;
        GRANT INSERT ON access.audit TO campaign_loader, access_door, access_security, access_auditor;
        GRANT SELECT, DELETE ON access.audit TO access_auditor;
    END IF;
END $$;

-- What anybody may do otherwise, even in a read-only role: make and write large objects, fill the log of the server with
-- messages, and hold the locks by numbers that migrations wait for.
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname LIKE 'lo\_%' OR proname IN ('loread', 'lowrite', 'pg_logical_emit_message'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    END LOOP;
    FOR one IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE (
            SELECT format('GRANT EXECUTE ON FUNCTION %s TO %s', one, string_agg(quote_ident(rolname), ', '))
            FROM pg_roles
            WHERE rolname IN ('campaign_owner', 'campaign_loader', 'access_owner', 'access_door')
        );
    END LOOP;
END $$;
