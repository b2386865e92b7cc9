"""`python -m standoff`: the command line."""

from standoff.cli.main import main

if __name__ == "__main__":
    main()
