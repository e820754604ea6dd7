"""Writes what Pillow makes of one small image, for PillowTest: python3 pillow_expectations.py > FILE.

The image has 24 rows and 30 columns; value i, counted over rows, columns and channels, is
(i * 37 + i * i * 11 + i // 3 * 5) % 256, smoothed twice by a box of 3x3 so that it is no noise.
"""
import PIL
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

HEIGHT, WIDTH = 24, 30
raw = bytes((i * 37 + i * i * 11 + i // 3 * 5) % 256 for i in range(HEIGHT * WIDTH * 3))
image = Image.frombytes("RGB", (WIDTH, HEIGHT), raw)
image = image.filter(ImageFilter.BoxBlur(1)).filter(ImageFilter.BoxBlur(1))
image = ImageEnhance.Contrast(image).enhance(3)


def show(name, result):
    values = " ".join(str(v) for pixel in result.getdata() for v in pixel)
    print(name, result.height, result.width, values)


print("# Pillow", PIL.__version__, "by pillow_expectations.py")
show("image", image)
show("half-bilinear", image.resize((15, 12), Image.BILINEAR))
show("third-bilinear", image.resize((10, 7), Image.BILINEAR))
show("double-bilinear", image.resize((61, 47), Image.BILINEAR))
show("double-bicubic", image.resize((61, 47), Image.BICUBIC))
show("half-bicubic", image.resize((14, 13), Image.BICUBIC))
show("nearest", image.resize((11, 40), Image.NEAREST))
show("rotated-nearest", image.crop((0, 0, 24, 24)).transpose(Image.ROTATE_270))
show("shear-x", image.transform((WIDTH, HEIGHT), Image.AFFINE, (1, 0.3, 0.3 * -HEIGHT / 2, 0, 1, 0), Image.BILINEAR))
show("brightness", ImageEnhance.Brightness(image).enhance(1.3))
show("saturation", ImageEnhance.Color(image).enhance(0.4))
show("contrast", ImageEnhance.Contrast(image).enhance(0.6))
show("sharpness", ImageEnhance.Sharpness(image).enhance(1.8))
show("equalize", ImageOps.equalize(image))
show("autocontrast", ImageOps.autocontrast(ImageEnhance.Brightness(image).enhance(0.5)))
show("half-bright", ImageEnhance.Brightness(image).enhance(0.5))
show("posterize", ImageOps.posterize(image, 3))
show("solarize", ImageOps.solarize(image, 100))
