"""Files that people hand in: good ones of every kind, and hostile ones. All are made here, but for one photograph.

`phone.heic` (160 by 120 pixels, drawn, turned on its side, with GPS in its EXIF and XMP) was made with pillow-heif: the
library that the register reads HEIC with cannot write it.
"""
