-- What a coordinator does by itself (ADR 0039). Functions run as whoever writes: as their owner they would ask the
-- shards by another session, which does not see what was just written.

-- A number is known once within its notice. Shards place hazards by id, so none of them can see that; ids are drawn
-- from one sequence, so what was just written is all above what is known.
CREATE TABLE hazard_key (
    hazard_id bigint CONSTRAINT pk_hazard_key PRIMARY KEY,
    campaign_id bigint NOT NULL,
    code varchar(64) NOT NULL,
    CONSTRAINT uq_hazard_key_campaign_id_code UNIQUE (campaign_id, code)
);
ALTER TABLE measure_list_item
    ADD CONSTRAINT fk_measure_list_item_hazard_id FOREIGN KEY (hazard_id) REFERENCES hazard_key (hazard_id);

CREATE FUNCTION shards.add_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_key (hazard_id, campaign_id, code)
    SELECT id, campaign_id, code FROM hazard WHERE id > (SELECT coalesce(max(hazard_id), 0) FROM hazard_key);
    RETURN NULL;
END $$;
CREATE TRIGGER add_keys AFTER INSERT ON hazard FOR EACH STATEMENT EXECUTE FUNCTION shards.add_keys();

CREATE FUNCTION shards.drop_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM hazard_key WHERE NOT EXISTS (SELECT FROM hazard WHERE id = hazard_id);
    RETURN NULL;
END $$;
CREATE TRIGGER drop_keys AFTER DELETE OR TRUNCATE ON hazard FOR EACH STATEMENT EXECUTE FUNCTION shards.drop_keys();

-- Every writer ends with a row in load_log: it marks all servers in the same transaction. A server that holds a load
-- which the coordinator does not was left by a commit that came half-way: only that load may go on.
INSERT INTO shard_mark (number, last, load) VALUES (0, 0, '');

CREATE FUNCTION shards.mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := nullif(current_setting('dashboard.load', true), '');
    ours bigint;
    ahead text;
BEGIN
    IF this IS NULL AND TG_OP = 'INSERT' THEN
        this := NEW.source;
    END IF;
    this := coalesce(this, 'emptying');
    SELECT last INTO ours FROM shard_mark WHERE number = 0 FOR UPDATE;
    SELECT string_agg(DISTINCT load, '; ') INTO ahead FROM shard_mark WHERE last <> ours AND load <> this;
    IF ahead IS NOT NULL THEN
        RAISE EXCEPTION 'an earlier load is on some shards only: %', ahead USING ERRCODE = HALF_LOADED;
    END IF;
    UPDATE shard_mark SET last = pg_current_xact_id()::text::bigint, load = this;
    RETURN NULL;
END $$;
CREATE TRIGGER mark AFTER INSERT ON load_log FOR EACH ROW EXECUTE FUNCTION shards.mark();
CREATE TRIGGER mark_emptying AFTER DELETE OR TRUNCATE ON load_log FOR EACH STATEMENT EXECUTE FUNCTION shards.mark();
