"""The teacher: pretrained MiniLM under the same heads, fine-tuned. Never used at run time."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from standoff.reading.features import PLACES, pieces
from standoff.reading.training.examples import Chunk
from standoff.reading.training.networks import Batch, backwards, turn

HIDDEN = 192


class Teacher(nn.Module):
    """MiniLM's last states of each token's first piece, one BiLSTM over them."""

    def __init__(self, folder: Path, dropout: float = 0.2) -> None:
        super().__init__()
        from transformers import BertModel

        self.bert = BertModel.from_pretrained(str(folder), attn_implementation="sdpa")
        self.bert.pooler = None
        names = (folder / "vocab.txt").read_text(encoding="utf8").split("\n")
        self.known = {name: k for k, name in enumerate(names)}
        self.place = nn.Embedding(PLACES, 24)
        width = self.bert.config.hidden_size + 24
        self.both = nn.ModuleList(nn.LSTM(width, HIDDEN, batch_first=True) for _ in range(2))
        self.dropout = nn.Dropout(dropout)
        self.width = 2 * HIDDEN
        self.cut: dict[str, list[int]] = {}

    def parts(self, form: str) -> list[int]:
        """A form's pieces, at most four."""
        found = self.cut.get(form)
        if found is None:
            word = form.lower().replace("’", "'") if form[0].isdigit() else None
            from standoff.reading.features import normal

            cut = pieces(word or normal(form), self.known)
            found = self.cut[form] = ([self.known["[UNK]"]] if cut == [0] else cut)[:4]
        return found

    def inputs(self, chunks: list[Chunk], width: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Piece ids, their mask, and each token's first piece."""
        rows, firsts = [], []
        for chunk in chunks:
            row, first = [self.known["[CLS]"]], []
            ends = {end for _, end in chunk.lines}
            for k, form in enumerate(chunk.forms):
                first.append(len(row))
                row += self.parts(form)
                if k + 1 in ends:
                    row.append(self.known["[SEP]"])
            rows.append(row[:512])
            firsts.append([min(f, 511) for f in first])
        size = max(map(len, rows))
        ids, mask = torch.zeros(len(rows), size, dtype=torch.long), torch.zeros(len(rows), size, dtype=torch.long)
        at = torch.zeros(len(rows), width, dtype=torch.long)
        for k, (row, first) in enumerate(zip(rows, firsts, strict=True)):
            ids[k, : len(row)] = torch.tensor(row)
            mask[k, : len(row)] = 1
            at[k, : len(first)] = torch.tensor(first)
        return ids, mask, at

    def forward(self, batch: Batch) -> torch.Tensor:
        """(chunks, tokens, width) states."""
        ids, mask, at = self.inputs(batch.chunks, batch.form.shape[1])
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        x = turn(states, at)
        x = self.dropout(torch.cat([x, self.place(batch.place)], dim=-1))
        turned = backwards(batch.lengths, x.shape[1])
        forward, backward = self.both
        back = turn(backward(turn(x, turned))[0], turned)
        return self.dropout(torch.cat([forward(x)[0], back], dim=-1))
