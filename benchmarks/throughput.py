"""Speed of the filter on a stochastic-volatility model, compared with the `particles` library.

x' = mu + rho (x - mu) + sigma z, y = e^(x/2) e, with normal z and e. Both filters are bootstrap
filters that resample systematically where the effective sample falls under half.

    python throughput.py ours --data y.csv              writes y.csv where there is none
    python throughput.py peer --data y.csv              in an environment with particles and numpy<2
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np

MU, RHO, SIGMA = -1.0, 0.95, 0.3


def simulated(weeks: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x, y = MU + SIGMA / math.sqrt(1 - RHO**2) * rng.normal(), np.empty(weeks)
    for t in range(weeks):
        y[t] = math.exp(x / 2) * rng.normal()
        x = MU + RHO * (x - MU) + SIGMA * rng.normal()
    return y


def ours(y: np.ndarray, n: int, seed: int) -> float:
    from throughput_kernel import first, moved, survive

    from standoff.model.numerics.resampling import ancestors, normalise

    x, new, lw, w = (np.empty((1, n)) for _ in range(4))
    evidence, ess = np.empty(1), np.empty(1)
    parents = np.empty((1, n), dtype=np.int64)
    total, thin = 0.0, False
    for t, seen in enumerate(y):
        if thin:
            survive(new[0], x[0], lw[0], parents[0])
            x, new = new, x
        if t == 0:
            first(x[0], lw[0], float(seen), MU, SIGMA / math.sqrt(1 - RHO**2), n, seed)
        else:
            moved(x[0], lw[0], float(seen), (MU, RHO, SIGMA), seed, t)
        normalise(lw, w, evidence, ess)
        total += evidence[0]
        thin = bool(ess[0] < n / 2)
        if thin:
            ancestors(w, seed, t, parents)
    return total


def peer(y: np.ndarray, n: int, seed: int) -> float:
    import particles
    from particles import state_space_models as ssm

    np.random.seed(seed)
    model = ssm.StochVol(mu=MU, rho=RHO, sigma=SIGMA)
    run = particles.SMC(fk=ssm.Bootstrap(ssm=model, data=y), N=n, ESSrmin=0.5)
    run.run()
    return float(run.logLt)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("who", choices=["ours", "peer"])
    parser.add_argument("--data", type=Path, required=True, help="observations, one a line")
    parser.add_argument("--particles", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    if not args.data.exists():
        np.savetxt(args.data, simulated(args.steps, 1))
    y = np.loadtxt(args.data)
    filtered = ours if args.who == "ours" else peer
    filtered(y[:10], args.particles, 0)  # compiles
    seconds, logliks = [], []
    for seed in range(1, args.runs + 1):
        began = time.perf_counter()
        logliks.append(filtered(y, args.particles, seed))
        seconds.append(time.perf_counter() - began)
    report = {
        "who": args.who,
        "million_particle_steps_per_s": round(args.particles * len(y) / min(seconds) / 1e6, 1),
        "median_million": round(args.particles * len(y) / float(np.median(seconds)) / 1e6, 1),
        "loglik": round(float(np.mean(logliks)), 3),
        "loglik_sd": round(float(np.std(logliks, ddof=1)), 3),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
