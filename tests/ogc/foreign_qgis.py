"""Runs in the Python that QGIS brings: opens a layer of ours, tells what it found.

Arguments: the provider's name, the address, a token, what is opened (a collection or an entity), a filter or nothing.
"""

import json
import os
import sys
import tempfile

from qgis.core import (  # type: ignore[import-not-found]
    QgsApplication,
    QgsAuthMethodConfig,
    QgsFeatureRequest,
    QgsVectorLayer,
    QgsWkbTypes,
)

provider, address, token, opened, expression = sys.argv[1:]
if "QGIS_PREFIX_PATH" in os.environ:
    QgsApplication.setPrefixPath(os.environ["QGIS_PREFIX_PATH"], True)
os.environ["QGIS_AUTH_DB_DIR_PATH"] = tempfile.mkdtemp()  # not where a person keeps passwords
app = QgsApplication([], False)
app.initQgis()
manager = QgsApplication.authManager()
manager.setMasterPassword("of this run alone", True)
config = QgsAuthMethodConfig("APIHeader")
config.setName("hypervision")
config.setConfig("Authorization", f"Token {token}")
manager.storeAuthenticationConfig(config)
named = f"typename='{opened}'" if provider == "OAPIF" else opened
layer = QgsVectorLayer(f"url='{address}' authcfg='{config.id()}' {named}", "layer", provider)
request = QgsFeatureRequest()
if expression:
    request.setFilterExpression(expression)
features = list(layer.getFeatures(request)) if layer.isValid() else []
told = {
    "is_valid": layer.isValid(),
    "rows": len(features),
    "fields": [field.name() for field in layer.fields()],
    "shape": QgsWkbTypes.displayString(features[0].geometry().wkbType()) if features else "",
    "names": sorted(str(feature["name"]) for feature in features if "name" in feature.fields().names()),
}
sys.stdout.write("\n" + json.dumps(told) + "\n")
sys.stdout.flush()
