"""A trigger: offers that are listed on a channel and whose price, stock, state or show changed."""

from django.db import migrations

SQL = """
CREATE FUNCTION channels_offer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO channels_offerchange (offer_id)
    SELECT a.id FROM after a JOIN before b USING (id)
    WHERE (a.price_poisha, a.state, a.on_hand, a.reserved, a.product_id, a.attributes, a.image_url,
           a.images)
       IS DISTINCT FROM
          (b.price_poisha, b.state, b.on_hand, b.reserved, b.product_id, b.attributes, b.image_url,
           b.images)
      AND EXISTS (SELECT FROM channels_channellisting l WHERE l.offer_id = a.id);
    RETURN NULL;
END $$;

CREATE TRIGGER channels_offer_changed AFTER UPDATE ON catalogue_offer
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION channels_offer_changed();
"""

BACK = """
DROP TRIGGER channels_offer_changed ON catalogue_offer;
DROP FUNCTION channels_offer_changed();
"""


class Migration(migrations.Migration):

    dependencies = [("channels", "0001_initial"), ("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(SQL, BACK)]
