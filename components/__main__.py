"""Serves the components to every Pulumi language (`pulumi package add`)."""

from pulumi.provider.experimental import component_provider_host
from scoped_api import AuthorizationServer, M2MClient, ScopedApi

if __name__ == "__main__":
    component_provider_host(
        name="scoped-api", components=[AuthorizationServer, ScopedApi, M2MClient]
    )
