"""The calibration of the clip vtest.avi (PETS 2009 S2.L1, view 1), for the demo and for tests.

The matrix comes with the data set of the University of Reading. It takes the foot of a box, 768 x 576, to metres on
the square; the axes turn like east and north (nothing is mirrored), but the clip is tied to no place on Earth: whoever
uses it chooses an anchor. The camera stands near (-28, -18) and looks towards (+20, +12).
"""

from detectors.vision.config import CalibrationConfig

VTEST = CalibrationConfig(
    version=1,
    width=768,
    height=576,
    homography=(
        *(5.33331636e-2, -6.02142531e-1, 88.2478083),
        *(-1.38823785e-1, -3.98526228e-1, 120.011852),
        *(9.10182113e-4, 1.95589541e-2, 1.0),
    ),
    rmse=0.06,
)
