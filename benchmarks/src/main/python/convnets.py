"""ResNet-20 and ResNet-18 for images of 32x32 in PyTorch, to be measured against.

Reads requests from standard input, one a line: `NETWORK train|infer THREADS BATCH LAYOUT SECONDS`, and answers each
with images a second. Between requests it sleeps, so that others can be measured on the same cores.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Shortcut(nn.Module):
    """Every second pixel, and zeros for the new channels (He et al. 2015, option A)."""

    def __init__(self, more):
        super().__init__()
        self.more = more

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.more))


def projection(inputs, outputs):
    """1x1 and normalisation (option B)."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, 2, bias=False), nn.BatchNorm2d(outputs))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, project):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        if stride == 1:
            self.shortcut = nn.Identity()
        elif project:
            self.shortcut = projection(inputs, outputs)
        else:
            self.shortcut = Shortcut(outputs - inputs)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x), inplace=True)


def resnet(width, stages, count, project):
    blocks = []
    inputs = width
    for stage in range(stages):
        outputs = width << stage
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            blocks.append(Block(inputs, outputs, stride, project))
            inputs = outputs
    return nn.Sequential(
        nn.Conv2d(3, width, 3, 1, 1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
        *blocks,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(inputs, 10),
    )


NETWORKS = {
    "resnet20": lambda: resnet(16, 3, 3, False),
    "cifar-resnet18": lambda: resnet(64, 4, 2, True),
}


def rate(kind, batch, layout, seconds, model, optimizer):
    memory_format = torch.channels_last if layout == "channels-last" else torch.contiguous_format
    images = torch.randn(batch, 3, 32, 32).contiguous(memory_format=memory_format)
    labels = torch.arange(batch) % 10

    def train():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()

    def infer():
        with torch.inference_mode():
            model(images)

    model.train(kind == "train")
    step = train if kind == "train" else infer
    for _ in range(3):
        step()
    count = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        step()
        count += batch
    return count / (time.perf_counter() - began)


def made(network, layout):
    torch.manual_seed(1)
    model = NETWORKS[network]()
    if layout == "channels-last":
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True
    )
    return model, optimizer


def main():
    models = {}
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        network, kind, threads, batch, layout, seconds = line.split()
        torch.set_num_threads(int(threads))
        key = network, layout
        if key not in models:
            models[key] = made(*key)
        print(rate(kind, int(batch), layout, float(seconds), *models[key]), flush=True)


if __name__ == "__main__":
    main()
