"""What channels ask beyond our own fields: our words for it, and what is to be written there, for readers
of another language than the channel's. By the name the channel gives it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ASKED = {
    "size": _("Size"),
    "color": _("Colour"),
    "material": _("Materials"),
    "fabric_type": _("Fibres and their shares"),
    "weave_type": _("Kind of weave"),
    "department": _("Who it is for"),
    "target_gender": _("For women or men"),
    "age_range_description": _("For what age"),
    "closure_type": _("How it closes"),
    "strap_type": _("What it is carried by"),
    "lining_description": _("Lining"),
    "construction_type": _("How it is made"),
    "item_shape": _("Shape"),
    "item_length_width": _("Length and width"),
    "item_dimensions": _("Length, width and height"),
    "pile_height": _("Depth of the pile"),
    "care_instructions": _("How it is washed and kept"),
    "number_of_items": _("How many pieces"),
    "unit_count": _("How much is in it"),
    "ingredients": _("Ingredients"),
    "allergen_information": _("What some people may not eat"),
    "flavor": _("Taste"),
    "item_form": _("Powder, block or liquid"),
    "is_expiration_dated_product": _("Whether it has a last day"),
    "fc_shelf_life": _("How long it keeps"),
    "directions": _("How it is used"),
    "seasons": _("Season"),
    "brand": _("Brand"),
    "style": _("Style"),
    "pattern": _("Pattern"),
    "theme": _("Theme"),
    "special_feature": _("What is special about it"),
    "included_components": _("What is in the box"),
    "length": _("Length"),
    "width": _("Width"),
    "height": _("Height"),
    "unit": _("Unit"),
    "value": _("Number"),
    "item_name": _("English title"),
    "product_description": _("English text"),
    "bullet_point": _("Points in English"),
    "country_of_origin": _("Country of origin"),
    "item_weight": _("Net weight"),
    "item_package_weight": _("Gross weight"),
    "item_package_dimensions": _("Size of the parcel"),
    "main_product_image_locator": _("Pictures"),
    "purchasable_offer": _("Price"),
    "fulfillment_availability": _("Stock"),
    "minorderquantity": _("Least quantity"),
    "place_of_origin": _("Country of origin"),
    "model_number": _("Model number"),
    "product_name": _("English title"),
}
_YES = _("Choose yes or no.")
HINTS: dict[str, Any] = {
    "size": _("As it is said where it is sold: Queen, 40 x 40 cm, 5 x 7 ft."),
    "color": _("The colour one sees first, in English: Red, Blue and white."),
    "material": _("What it is made of, in English: Cotton, Jute, Brass."),
    "fabric_type": _(
        "Each fibre with its share, in English, a hundred together: 60% Cotton, 40% Silk."
    ),
    "weave_type": _("How the cloth is woven, in English: Plain, Twill, Jacquard."),
    "department": _("Who wears or uses it, in English: Womens, Mens, Unisex Adults, Baby."),
    "target_gender": _("Choose whom it is made for."),
    "age_range_description": _("In English: Adult, Kid, Baby."),
    "closure_type": _("How it is closed, in English: Zipper, Button, Drawstring, Open."),
    "strap_type": _("In English: Shoulder strap, Handle, Crossbody."),
    "lining_description": _("What the inside is made of, in English; No lining, if there is none."),
    "construction_type": _("In English: Handmade, Hand-knotted, Flat-woven by hand."),
    "item_shape": _("In English: Rectangular, Round, Oval."),
    "item_length_width": _("Length and width with their unit: 150 x 210 cm."),
    "item_dimensions": _("Length, width and height with their unit: 40 x 30 x 12 cm."),
    "pile_height": _("How deep the pile is, with its unit: 10 mm; 0 for what is flat."),
    "care_instructions": _("How one washes it, in English: Hand wash cold, dry in the shade."),
    "number_of_items": _("How many pieces one gets for one price, in figures."),
    "unit_count": _("How much is in one pack, with its unit in English: 500 Gram, 1 Count."),
    "ingredients": _("All that is in it, in English, the most first."),
    "allergen_information": _(
        "In English what some people may not eat: Milk, Nuts; Allergen free, if nothing."
    ),
    "flavor": _("How it tastes, in English: Sweet, Date palm."),
    "item_form": _("In English: Block, Powder, Liquid, Whole."),
    "is_expiration_dated_product": _YES,
    "fc_shelf_life": _("For how many days it can be eaten, in figures."),
    "directions": _("How it is used, in a short English sentence."),
    "included_components": _("What lies in the parcel, in English: 1 quilt; 2 cushion covers."),
    "special_feature": _("One thing that makes it special, in English: Handmade, Reversible."),
    "style": _("In English: Traditional, Modern, Folk."),
    "pattern": _("What one sees on it, in English: Floral, Striped, Geometric."),
    "theme": _("In English what the pictures on it are about: Village, Flowers, Birds."),
    "product_type": _(
        "Amazon's own name for this kind of goods, in capital letters: BLANKET, RUG, HANDBAG."
    ),
    "cat_id": _(
        "The number Alibaba gives this kind of goods; it stands in the address of the category's page."
    ),
}
"""What to write there, with examples as the channel takes them."""
