def affected_services(needs: dict[str, list[str]], failed: str) -> list[str]:
    reached, waiting = {failed}, [failed]
    while waiting:
        for service in needs[waiting.pop()]:
            if service not in reached:
                reached.add(service)
                waiting.append(service)
    return sorted(reached - {failed})
