def affected_services(needs: dict[str, list[str]], failed: str) -> list[str]:
    reached = {failed}
    while True:
        found = {service for service, needed in needs.items() if service not in reached and reached & set(needed)}
        if not found:
            return sorted(reached - {failed})
        reached |= found
