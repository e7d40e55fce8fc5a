"""her2sim"""
