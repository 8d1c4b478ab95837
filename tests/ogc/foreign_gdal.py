"""GDAL as a client of its own: reads a layer of an address as ``ogr2ogr`` does, and tells what it read as JSON.

A process of its own: GDAL does not let go of Python while it waits for the server, which is in the tests' process.
"""

import json
import sys

import pyogrio


def main(address: str, headers: str, layer: str, options: str) -> None:
    """headers: a file with the token, one header a line."""
    pyogrio.set_gdal_config_options({"GDAL_HTTP_HEADER_FILE": headers})
    if not layer:
        print(json.dumps([str(name) for name, _ in pyogrio.list_layers(address)]))  # noqa: T201
        return
    words = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(options).items()}
    read = pyogrio.read_dataframe(address, layer=layer, **words)
    first = read.geometry.iloc[0] if len(read) and read.geometry.iloc[0] is not None else None
    told = {
        "rows": len(read),
        "crs": read.crs.to_authority() if read.crs else None,
        "columns": sorted(map(str, read.columns)),
        "types": {str(name): str(kind) for name, kind in read.dtypes.items()},
        "first": [first.centroid.x, first.centroid.y] if first else None,
        "names": sorted(map(str, read["name"])) if "name" in read else [],
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:5])
