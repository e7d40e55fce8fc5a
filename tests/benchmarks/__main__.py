"""Starts the benchmarks; imports nothing else, because worker processes import this module too."""

if __name__ == "__main__":
    from tests.benchmarks.cli import main

    main()
