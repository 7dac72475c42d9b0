"""placeholder"""

from application.services import Services


def tell_first_case(services: Services) -> None: ...
def tell_later_reports(services: Services) -> None: ...
