"""The engine: shapes, answers, facts, acts, clocks, words, the walk and the compiler.

Standard library only. No clock, disk, network, DOM or environment: values go in, a value comes out.
"""
