def affected_services(needs: dict[str, list[str]], failed: str) -> list[str]:
    needed_by: dict[str, list[str]] = {service: [] for service in needs}
    for service, needed in needs.items():
        for one in needed:
            needed_by[one].append(service)
    reached, waiting = {failed}, [failed]
    while waiting:
        for service in needed_by[waiting.pop()]:
            if service not in reached:
                reached.add(service)
                waiting.append(service)
    return sorted(reached - {failed})
