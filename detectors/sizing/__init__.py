"""How many cameras a machine carries: measured here and now, with all cores at work, then reckoned with margins.

clip.py makes what a camera would send, worker.py measures one process as it watches, plan.py does the sums.
"""
