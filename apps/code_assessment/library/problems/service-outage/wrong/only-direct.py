def affected_services(needs: dict[str, list[str]], failed: str) -> list[str]:
    return sorted(service for service, needed in needs.items() if failed in needed and service != failed)
