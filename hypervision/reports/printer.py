"""A process of its own that makes a PDF: HTML comes in, PDF goes out. Pango and its memory end with it.

Knows no Django and asks nobody outside: letters come from the folder that it is given, pictures lie in the HTML.
"""

import sys


def main() -> None:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    letters = sys.argv[1]

    class InHouse(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:
            if not url.startswith(("data:", letters)):
                raise FatalURLFetchingError(f"{url[:200]} lies outside.")
            return super().fetch(url, headers)

    html = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=InHouse())
    # For each text its name, its order and its language stand in the file, so that it can be read aloud.
    html.write_pdf(sys.stdout.buffer, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
