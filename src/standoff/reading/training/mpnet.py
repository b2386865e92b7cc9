"""MPNet as a teacher's base: a model eight times MiniLM's size, of which the middle is tuned.

Its lower layers stay as they are and its upper ones, made for whole sentences, are left out. What is
computed is what transformers computes, with attention and number format as processors are fast at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from standoff.reading.training.minilm import ends_of, loaded
from standoff.reading.training.networks import Cut

FROZEN = 4  # layers that are not tuned
KEPT = 10  # layers that are used
MEAN = 4  # last of them, whose states are averaged
RATE = 5e-5
_DROPOUT = 0.1
_HIDDEN = -1e4


class MpnetStates(nn.Module):
    """MPNet over chunks of tokens, to be tuned with what is put on it.

    Args:
        folder: weights and configuration, as transformers saves them.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model: Any = loaded(folder, "MPNetModel")
        layers = self.model.encoder.layer[:KEPT]
        self.model.encoder.layer = layers
        self.still = [self.model.embeddings, *layers[:FROZEN]]
        for part in self.still:
            part.requires_grad_(requires_grad=False)
        layers[:FROZEN].to(torch.bfloat16)
        self.width: int = self.model.config.hidden_size
        self.heads: int = self.model.config.num_attention_heads

    def train(self, mode: bool = True) -> MpnetStates:
        """Nothing is dropped in what is not tuned."""
        super().train(mode)
        for part in self.still:
            part.eval()
        return self

    def forward(self, cut: Cut) -> Tensor:
        """(chunks, tokens, width): mean over the last MEAN layers, of first and last pieces."""
        with torch.no_grad():
            state = self.model.embeddings(input_ids=cut.ids)
            mask = (1 - cut.there[:, None, None, :].float()) * _HIDDEN
            mask = mask + self.model.encoder.compute_position_bias(state)
            mask, state = mask.to(torch.bfloat16).contiguous(), state.to(torch.bfloat16)
        last = []
        for k, layer in enumerate(self.model.encoder.layer):
            with torch.set_grad_enabled(torch.is_grad_enabled() and k >= FROZEN):
                state = self._layer(layer, state, mask)
            last.append(state)
        return ends_of(torch.stack(last[-MEAN:]).float().mean(0), cut)

    def _layer(self, layer: Any, state: Tensor, mask: Tensor) -> Tensor:
        attend, shape = layer.attention.attn, state.shape
        query, key, value = (
            part(state).view(*shape[:2], self.heads, -1).transpose(1, 2)
            for part in (attend.q, attend.k, attend.v)
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = attend.o(seen.transpose(1, 2).reshape(shape))
        state = layer.attention.LayerNorm(self._dropped(seen, layer) + state)
        wide = functional.gelu(layer.intermediate.dense(state))
        drawn: Tensor = layer.output.LayerNorm(
            self._dropped(layer.output.dense(wide), layer) + state
        )
        return drawn

    def _dropped(self, state: Tensor, layer: Any) -> Tensor:
        return functional.dropout(state, _DROPOUT, layer.training)
