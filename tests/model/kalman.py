"""The front's linear-Gaussian case solved exactly: rate l and slow level m, noise of fixed size."""

import numpy as np


def kalman(moves, phi, g, q_sd, noise_sd, start_sd):
    """Means and covariances of (l, m) after each week, and the log-likelihood; NaN is no reading.

    l' = m + phi (l - m) + q, m' = m + g (l' - m), move = l' + noise; l = m ~ N(0, start_sd²).
    Between readings the moves add up, so the sum since the last one is carried in the state.
    """
    a = np.array([[phi, 1 - phi, 0], [g * phi, 1 - g * phi, 0], [phi, 1 - phi, 1]])
    b = np.array([[1.0], [g], [1.0]])
    x = np.zeros(3)
    p = start_sd**2 * np.array([[1.0, 1, 0], [1, 1, 0], [0, 0, 0]])
    c, means, loglik = np.array([0.0, 0, 1]), [], 0.0
    for y in moves:
        x, p = a @ x, a @ p @ a.T + q_sd**2 * b @ b.T
        p[2, 2] += noise_sd**2
        if not np.isnan(y):
            s, e = c @ p @ c, y - c @ x
            gain = p @ c / s
            loglik += -0.5 * (np.log(2 * np.pi * s) + e * e / s)
            x, p = x + gain * e, p - np.outer(gain, c @ p)
            x[2], p[2, :], p[:, 2] = 0, 0, 0
        means.append(x[:2].copy())
    return np.array(means), p[:2, :2], loglik
