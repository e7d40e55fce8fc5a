"""dash"""
