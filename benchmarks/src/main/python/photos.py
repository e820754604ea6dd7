"""Random scale crop with OpenCV and Pillow, on one core: images a second, by processor time.

Whole images of 350x400 are scaled to a random short side of 256 to 480 and cropped to 224x224, as users of
these libraries do it; then normalised to floats.
"""
import random
import time

import cv2
import numpy as np
from PIL import Image

SIDE = 224
MEAN = tuple(255 * m for m in (0.485, 0.456, 0.406))
SCALE = tuple(1 / (255 * d) for d in (0.229, 0.224, 0.225))

cv2.setNumThreads(1)
rng = np.random.default_rng(1)
images = [rng.integers(0, 256, (350, 400, 3), dtype=np.uint8) for _ in range(64)]
pillow_images = [Image.fromarray(image) for image in images]


def drawn(height, width):
    side = random.randint(256, 480)
    h, w = (side, side * width // height) if height <= width else (side * height // width, side)
    return h, w, random.randint(0, h - SIDE), random.randint(0, w - SIDE)


def opencv(image, interpolation):
    h, w, y, x = drawn(*image.shape[:2])
    return cv2.resize(image, (w, h), interpolation=interpolation)[y : y + SIDE, x : x + SIDE]


def normalised(crop):
    return cv2.multiply(cv2.subtract(crop, MEAN + (0,), dtype=cv2.CV_32F), SCALE + (0,))


def pillow(image):
    h, w, y, x = drawn(image.height, image.width)
    crop = image.resize((w, h), Image.Resampling.BILINEAR).crop((x, y, x + SIDE, y + SIDE))
    return normalised(np.asarray(crop))


def rate(function, inputs):
    best = 0
    for _ in range(7):
        start = time.process_time()
        for image in inputs * 5:
            function(image)
        best = max(best, 5 * len(inputs) / (time.process_time() - start))
    return best


for name, function, inputs in (
    ("OpenCV linear, not antialiased, bytes", lambda i: opencv(i, cv2.INTER_LINEAR), images),
    ("OpenCV linear, not antialiased, normalised", lambda i: normalised(opencv(i, cv2.INTER_LINEAR)), images),
    ("OpenCV area, bytes", lambda i: opencv(i, cv2.INTER_AREA), images),
    ("OpenCV area, normalised", lambda i: normalised(opencv(i, cv2.INTER_AREA)), images),
    ("Pillow bilinear, antialiased, normalised", pillow, pillow_images),
):
    print(f"{name:50s} {rate(function, inputs):8.0f} images/s", flush=True)
